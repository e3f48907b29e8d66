package generate

// The streams of random numbers: what one is spent on never moves another.
const (
	streamNumbers uint64 = iota + 1
	streamBlocks
	streamHomes
	streamTitles
	streamDates
	streamRecords
)

// maxWords is the number of words in the longest title, its head not counted.
const maxWords = 7

// publishers is the number of publishers of a register.
const publishers = 60_000

// home is what the records of a family of titles have in common.
type home struct {
	country   *country
	tongue    *tongue
	place     string
	publisher int // rank
	start     int // first year of the first title
}

func (g *Generator) home(i int) home {
	r := newRandom(g.seed, streamHomes, i)
	h := home{country: pick(&r, countries[:], countryShares)}
	h.tongue = pick(&r, h.country.languages, tongueShares)
	h.place = h.country.places[r.below(len(h.country.places))]
	h.publisher = r.zipf(publishers)
	// Most serials are young: the years behind 2024 are spread as squares.
	age := r.below(1000)
	h.start = 2024 - age*age/9000
	return h
}

// entry is one record while its fields are written.
type entry struct {
	*draft
	g *Generator
	i int
	role
	kind
	home
	start, end int // years; end is 9999 while it appears
	often      int // index of frequencies
	random     random
}

// describe writes record i.
func (g *Generator) describe(d *draft, i int) {
	e := entry{draft: d, g: g, i: i, random: newRandom(g.seed, streamRecords, i)}
	e.role, e.kind = g.place(i)
	e.home = g.home(i - i%blockSize + e.role.home)
	e.dates()
	switch e.kind.name {
	case "Unreported":
		e.bare()
	case "Cancelled", "Suppressed":
		e.withdrawn()
	default:
		e.full()
	}
}

// dates are the years of this title among those of its family: those of the
// lead of its cluster, but nothing is online before 1994.
func (e *entry) dates() {
	lead := e.i - e.i%blockSize + e.lead
	r := newRandom(e.g.seed, streamDates, lead)
	title, _ := e.g.place(lead)
	e.start, e.end = e.home.start, 9999
	if title.earlier != none {
		e.start += (2024 - e.start) / 2
	}
	switch {
	case title.later != none:
		e.end = e.start + (2024-e.start)/4
	case r.chance(330):
		e.end = e.start + r.below(2025-e.start)
	}
	if e.medium == 'o' {
		e.start, e.end = max(e.start, 1994), max(e.end, 1994)
	}
	e.often = r.below(len(frequencies))
}

func (e *entry) confirmed() bool { return e.kind == confirmed }

// bare is a number of a block given to a centre and not reported back.
func (e *entry) bare() {
	e.leader = "00000nas a22000007i 4500"
	e.control("001").issn(e.g.ISSN(e.i))
	e.control("003").str("ISSN")
	e.control("005").stamp(&e.random)
	e.control("008").day(&e.random).str("u||||||||").str(e.country.marc).str("|||||||||||||||||||||c")
	e.numbers()
	e.status()
}

// withdrawn is a number that names no serial any more.
func (e *entry) withdrawn() {
	e.leader = "00000cas a22000007i 4500"
	e.fixed()
	e.numbers()
	e.keyTitle()
	e.status()
}

// full is a record that describes a serial.
func (e *entry) full() {
	switch e.kind.name {
	case "Provisional":
		e.leader = "00000nas a22000008i 4500"
	case "Legacy":
		e.leader = "00000cas a22000007a 4500"
	default:
		e.leader = "00000cas a2200000 i 4500"
	}
	e.fixed()
	e.numbers()
	e.classification()
	original := e.tongue.script != nil && e.confirmed()
	e.titles(original)
	e.publication(original)
	e.form()
	e.notes()
	e.status()
	e.body()
	e.links()
	e.access()
	if original {
		e.originals()
	}
	e.enrichments()
}
