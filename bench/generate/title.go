package generate

// title is how the title of one cluster is made: its head and its words.
type title struct {
	head  string
	words [maxWords]int // ranks
	n     int
}

// title is that of the cluster which the record at index lead leads.
func (g *Generator) title(h *home, lead int) title {
	r := newRandom(g.seed, streamTitles, lead)
	t := title{head: h.tongue.heads[r.below(len(h.tongue.heads))]}
	t.n = 2 + r.below(3)
	if t.head == "" {
		t.n++
	}
	if r.chance(100) {
		t.n += 2
	}
	for k := range t.n {
		t.words[k] = r.zipf(vocabulary)
		if h.tongue.script != nil {
			t.words[k] = r.below(vocabulary / 20)
		}
	}
	return t
}

// latin adds a title in Latin letters: transliterated if the language has a
// script of its own.
func (e *entry) latin(t *title) *entry {
	at := len(e.text)
	e.str(t.head)
	for k, w := range t.words[:t.n] {
		if k > 0 {
			e.str(" ")
		}
		if e.tongue.script != nil {
			e.text = appendStem(e.text, w)
		} else {
			e.text = appendWord(e.text, w)
		}
	}
	if c := &e.text[at]; 'a' <= *c && *c <= 'z' {
		*c -= 'a' - 'A'
	}
	return e
}

func (e *entry) original(t *title) *entry {
	for k, w := range t.words[:t.n] {
		if k > 0 && e.tongue.script.spaced {
			e.str(" ")
		}
		e.text = e.tongue.script.appendOriginal(e.text, w)
	}
	return e
}

// nonfiling is the second indicator of a title with an article.
func (t *title) nonfiling() string {
	if len(t.head) >= 4 && t.head[:4] == "The " {
		return "4"
	}
	return "0"
}

// qualifier tells media versions, and some titles, from others of their name.
func (e *entry) qualifier(medium byte, twin int) string {
	switch {
	case medium == 'o' && twin != none:
		return "(Online)"
	case medium == 'd':
		return "(CD-ROM)"
	case twin != none:
		return "(Print)"
	}
	return ""
}

// ownTitle is the title of this record.
func (e *entry) ownTitle() title {
	return e.g.title(&e.home, e.i-e.i%blockSize+e.lead)
}

// keyTitle is 222 alone.
func (e *entry) keyTitle() {
	t := e.ownTitle()
	e.keyTitleField(&t, false)
}

func (e *entry) keyTitleField(t *title, linked bool) {
	e.field("222", " "+t.nonfiling())
	if linked {
		e.sub('6').str("880-01")
	}
	e.sub('a')
	e.latin(t)
	if q := e.qualifier(e.medium, e.twin); q != "" {
		e.sub('b').str(q)
	}
}

// titles are 210, 222, 245 and 246.
func (e *entry) titles(linked bool) {
	t := e.ownTitle()
	if e.confirmed() && e.random.chance(700) {
		e.field("210", "0 ").sub('a')
		e.abbreviated(&t)
		if q := e.qualifier(e.medium, e.twin); q != "" {
			e.sub('b').str(q)
		}
	}
	e.keyTitleField(&t, linked)
	if e.kind.name == "Legacy" {
		return
	}
	e.field("245", "0"+t.nonfiling())
	if linked {
		e.sub('6').str("880-02")
	}
	e.sub('a')
	e.latin(&t)
	if e.confirmed() && e.random.chance(350) {
		e.subtitle()
	}
	if e.confirmed() && e.random.chance(300) {
		e.str(" /").sub('c').publisherName(e.random.zipf(publishers))
	}
	e.str(".")
	if e.confirmed() && e.random.chance(400) {
		e.field("246", pickString(&e.random, "11", "13", "14", "30", "3 ", "17")).sub('a')
		other := e.g.title(&e.home, e.i+e.g.n)
		e.latin(&other)
	}
}

// subtitle is 245 $b.
func (e *entry) subtitle() {
	e.str(" :").sub('b').str(pickString(&e.random, "a quarterly of", "the bulletin of", "official organ of", "a review of"))
	for range 2 + e.random.below(3) {
		e.str(" ")
		e.text = appendWord(e.text, e.random.zipf(vocabulary))
	}
}

// abbreviated is a title with its longer words cut short.
func (e *entry) abbreviated(t *title) {
	at := len(e.text)
	e.latin(t)
	short := e.text[:at]
	run, kept := 0, false // letters of the word, and whether the last one stayed
	for _, c := range e.text[at:] {
		switch {
		case c == ' ':
			if run > 5 {
				short = append(short, '.')
			}
			run = -1
			kept = true
		case c&0xC0 == 0x80: // the rest of a letter
			if kept {
				short = append(short, c)
			}
			continue
		default:
			kept = run < 4
		}
		if kept {
			short = append(short, c)
		}
		run++
	}
	e.text = short
}

// originals are the 880 of 222, 245 and 264.
func (e *entry) originals() {
	t := e.ownTitle()
	e.partner("222", " 0", "01").sub('a')
	e.original(&t)
	e.partner("245", "00", "02").sub('a')
	e.original(&t).str(e.tongue.script.stop)
	e.partner("264", " 1", "03").sub('b')
	e.text = e.tongue.script.appendOriginal(e.text, e.publisher)
}

func (e *entry) partner(tag, indicators, occurrence string) *draft {
	e.field("880", indicators).sub('6').str(tag).str("-").str(occurrence).str("/")
	return e.str(e.tongue.script.code)
}
