package search

import (
	"bytes"

	"issnd/issn"
	"issnd/register"
)

// Document is what is indexed of a record. A withdrawn record is Gone. The
// public fields are made of the view of the public and of nothing else.
func (t *Table) Document(rec *register.Record) Document {
	d := Document{ISSN: rec.ISSN, Public: rec.Head.Public()}
	if rec.Deleted || rec.MARC == nil {
		return Document{ISSN: rec.ISSN, Gone: true}
	}
	b := t.builders.Get().(*builder)
	defer t.builders.Put(b)
	b.reset(len(t.points))
	b.views[extra] = rec.View(register.Complete)
	b.views[public] = nil
	if d.Public {
		b.views[public] = b.views[extra]
		if tier := (register.Viewer{}).Tier(&rec.Head); tier != register.Complete {
			b.views[public] = rec.View(tier)
		}
	}
	for _, p := range t.order {
		if p.Kind == Everything {
			b.rest(t, p)
		} else {
			b.point(p, t.fields[p])
		}
		if p.Sort && p.SortAs == "" {
			b.sortKey(p, t.fields[p])
		}
	}
	b.marc(b.views[extra].MARC())
	d.Fields = b.fields()
	return d
}

// point adds the values of a point.
func (b *builder) point(p *Point, f *pointFields) {
	b.headings, b.leads, b.first = extent{}, extent{}, ""
	b.values[public] = b.values[public][:0]
	if v := b.views[public]; v != nil && f.words[public] != "" {
		b.values[public] = p.Values(b.values[public], v)
		b.add(p, f, public, b.values[public])
		if b.views[extra] == v {
			b.noteFirst(b.values[public])
			return
		}
	}
	all := p.Values(b.values[extra][:0], b.views[extra])
	b.values[extra] = all
	b.noteFirst(all)
	rest := all[:0]
	for _, s := range all {
		if !contains(b.values[public], s) {
			rest = append(rest, s)
		}
	}
	b.add(p, f, extra, rest)
}

// noteFirst keeps the first of all values of a point.
func (b *builder) noteFirst(all []string) {
	if len(all) > 0 {
		b.first = all[0]
	}
}

// cut is the part of a whole value that counts.
func (b *builder) cut(at span) span {
	return span{at.start, at.start + int32(len(cut(b.bytes(at), longestValue)))}
}

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

// add adds values to the fields of one audience.
func (b *builder) add(p *Point, f *pointFields, a audience, values []string) {
	if p.Kind != Text {
		b.codes(p, f, a, values)
		return
	}
	spans := b.spans[:0]
	for _, s := range values {
		if at := b.fold(s); at.end > at.start && !b.repeated(spans, at) {
			spans = append(spans, at)
		}
	}
	b.spans = spans
	if len(spans) == 0 {
		return
	}
	first, place := b.begin(f.words[a]), 0
	for _, at := range spans {
		place = b.text(at, place) + leap
	}
	b.keep(f, a, first)
	if f.first[a] != "" {
		b.firstWords(f, a)
	}
	if f.whole[a] == "" {
		return
	}
	first = b.begin(f.whole[a])
	b.seen.clear()
	b.mark(b.headings)
	for _, at := range spans {
		b.once(b.cut(at))
	}
	b.headings = extent{first, len(b.tokens)}
}

// firstWords adds the terms that stand right after the start of a value of the
// words that were just added.
func (b *builder) firstWords(f *pointFields, a audience) {
	words := b.points[f.number][a]
	first := b.begin(f.first[a])
	b.seen.clear()
	b.mark(b.leads)
	var after uint32
	for i := words.from; i < words.to; i++ {
		switch t := b.tokens[i]; {
		case t.at == startMark:
			after = t.place + 1
		case t.place == after && t.at != endMark:
			b.once(t.at)
		}
	}
	b.leads = extent{first, len(b.tokens)}
}

// codes adds the normal forms of values, those of the public to one field and
// those that are new to the other.
func (b *builder) codes(p *Point, f *pointFields, a audience, values []string) {
	if len(values) == 0 {
		return
	}
	first := b.begin(f.words[a])
	b.seen.clear()
	b.mark(b.points[f.number][public])
	for _, s := range values {
		if s, ok := normal(p, s); ok {
			b.tail(int(b.put(s).start))
		}
	}
	b.keep(f, a, first)
}

// normal is the form in which a value of p is indexed.
func normal(p *Point, s string) (string, bool) {
	if p.Normal != nil {
		return p.Normal(s)
	}
	s = codeForm(s)
	return s, s != ""
}

// rest adds what a point that is made of others finds besides the fields of its
// members: that of the public to one field and what is new to the other.
func (b *builder) rest(t *Table, p *Point) {
	f := t.fields[p]
	b.seen.clear()
	for a := public; a <= extra; a++ {
		if f.words[a] == "" {
			continue
		}
		b.begin(f.words[a])
		for _, m := range f.members {
			if m.number {
				b.mark(b.points[t.fields[m].number][a])
			}
		}
		for _, m := range f.members {
			switch terms := b.points[t.fields[m].number][a]; {
			case m.Kind == Text:
				b.serials(terms)
			case !m.number:
				b.wordsOf(terms)
			}
		}
	}
}

// serials adds the ISSNs that are in words.
func (b *builder) serials(e extent) {
	for i := e.from; i < e.to; i++ {
		t := b.tokens[i]
		switch t.at.end - t.at.start {
		case 8:
			if id, ok := one(b.bytes(t.at)); ok {
				b.number(id)
			}
		case 4:
			if i > e.from {
				b.pair(b.tokens[i-1], t)
			}
		}
	}
}

// wordsOf adds the words that codes are made of, and the ISSNs that are in them.
func (b *builder) wordsOf(e extent) {
	for i := e.from; i < e.to; i++ {
		at := b.fold(string(b.bytes(b.tokens[i].at)))
		b.words, _ = appendWords(b.words[:0], b.bytes(at), 0)
		for j, w := range b.words {
			b.once(w.in(at))
			if id, ok := one(b.bytes(w.in(at))); ok {
				b.number(id)
			}
			if j > 0 {
				before := b.words[j-1]
				b.pair(token{before.in(at), uint32(before.place)}, token{w.in(at), uint32(w.place)})
			}
		}
	}
}

// pair adds the ISSN, if it is one, that two terms of a field are together.
func (b *builder) pair(first, second token) {
	if second.place == first.place+1 {
		if id, ok := two(b.bytes(first.at), b.bytes(second.at)); ok {
			b.number(id)
		}
	}
}

func (b *builder) number(id issn.ISSN) {
	start := len(b.buf)
	b.buf = appendNumber(b.buf, id)
	b.tail(start)
}

// sortKey adds the term to sort by: for viewers with a key only where it is
// another one.
func (b *builder) sortKey(p *Point, f *pointFields) {
	var before span
	for a := public; a <= extra; a++ {
		v := b.views[a]
		if v == nil || f.sort[a] == "" || a == extra && v == b.views[public] && f.sort[public] != "" {
			continue
		}
		at := b.keyOf(p, f, a)
		if at.end == at.start || bytes.Equal(b.bytes(at), b.bytes(before)) {
			continue
		}
		b.begin(f.sort[a])
		b.token(at, 0)
		before = at
	}
}

// keyOf is the key of a point whose values were just added.
func (b *builder) keyOf(p *Point, f *pointFields, a audience) span {
	if p.SortKey != nil {
		return b.cut(b.fold(p.SortKey(b.views[a])))
	}
	if a == public {
		if e := b.points[f.number][public]; e.from < e.to {
			return b.tokens[e.from].at
		}
		return span{}
	}
	if s, ok := normal(p, b.first); ok {
		return b.put(s)
	}
	return span{}
}
