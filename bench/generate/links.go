package generate

// body is 710 and 720, who issues and who publishes.
func (e *entry) body() {
	if e.confirmed() && e.random.chance(400) {
		e.field("710", "2 ").sub('a').publisherName(e.random.zipf(publishers)).str(".").sub('e').str("issuing body")
	}
	if e.confirmed() && e.random.chance(150) {
		e.field("720", "  ").sub('a').publisherName(e.publisher).sub('e').str("publisher")
	}
}

// links are 776, 780 and 785.
func (e *entry) links() {
	if j := e.g.at(e.i, e.twin); j != none {
		r, _ := e.g.place(j)
		e.field("776", "08").sub('i').str(versions[r.medium])
		e.linked(j, r)
	}
	if j := e.g.at(e.i, e.earlier); j != none {
		r, _ := e.g.place(j)
		e.field("780", "00")
		e.linked(j, r)
	}
	if j := e.g.at(e.i, e.later); j != none {
		r, _ := e.g.place(j)
		e.field("785", "00")
		e.linked(j, r)
	}
}

var versions = map[byte]string{'p': "Print version:", 'o': "Online version:", 'd': "CD-ROM version:"}

// linked adds the key title and ISSN of record j, which has the same home.
func (e *entry) linked(j int, r role) {
	t := e.g.title(&e.home, j-j%blockSize+r.lead)
	e.sub('t')
	e.latin(&t)
	if q := e.qualifier(r.medium, r.twin); q != "" {
		e.str(" ").str(q)
	}
	e.sub('x').issn(e.g.ISSN(j))
	e.sub('w').str("(OCoLC)").int(1_000_000 + e.random.below(1_300_000_000))
}

// access is 856.
func (e *entry) access() {
	if e.medium != 'o' {
		return
	}
	e.field("856", "40").sub('u').str("https://")
	e.text = appendWord(e.text, len(common)+e.publisher)
	e.str(".example/serials/").issn(e.g.ISSN(e.i)).str("/")
}

type keeper struct{ name, code string }

var keepers = [...]keeper{
	{"CLOCKSS Archive", "clockss"}, {"Portico", "portico"}, {"LOCKSS Program", "lockss"},
	{"Internet Archive", "internetarchive"}, {"HathiTrust", "hathi"}, {"Library of Congress", "loc"},
}

// enrichments are the local fields past 900.
func (e *entry) enrichments() {
	if !e.confirmed() {
		return
	}
	if e.random.chance(40) {
		for range 1 + e.random.below(2) {
			e.holding(&keepers[e.random.below(len(keepers))])
		}
	}
	if e.random.chance(120) {
		e.field("926", "  ").sub('a').str(e.home.place).sub('b').str(e.country.name)
		e.sub('l').int(e.random.below(60)).str(".").digits(e.random.below(100000), 5)
		e.sub('o').int(e.random.below(120)).str(".").digits(e.random.below(100000), 5)
	}
	if e.medium == 'o' && e.random.chance(85) {
		e.field("950", "  ").sub('a').str("OA")
	}
	if e.random.chance(200) {
		subject := e.random.below(len(common))
		e.field("989", "  ").sub('a')
		e.text = appendWord(e.text, subject)
		e.sub('u').str("http://udcdata.info/0").digits(10000+subject, 5)
	}
}

// holding is 920, what an archive keeps.
func (e *entry) holding(k *keeper) {
	t := e.ownTitle()
	e.field("920", "  ").sub('a').issn(e.g.ISSN(e.i)).sub('c')
	e.latin(&t)
	e.sub('d').publisherName(e.publisher)
	e.sub('e').int(e.start).sub('f')
	if e.end != 9999 {
		e.int(e.end)
	}
	e.sub('g').str(k.name).sub('h').str(k.code)
	e.sub('i').str(pickString(&e.random, "Preserved", "Preserved", "In Progress"))
	e.sub('k').str("1 to ").int(1 + e.random.below(80))
	e.sub('l').str("2025-0").int(1 + e.random.below(9)).str("-15")
}
