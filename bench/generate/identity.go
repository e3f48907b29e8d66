package generate

// numbers are 022 and 023, and where the record comes from.
func (e *entry) numbers() {
	id := e.g.ISSN(e.i)
	lead := e.g.at(e.i, e.lead)
	e.field("022", "0 ").sub('a').issn(id)
	described := e.kind.name != "Unreported" && e.kind.name != "Cancelled" && e.kind.name != "Suppressed"
	if described {
		e.sub('l').issn(e.g.ISSN(lead))
	}
	if e.random.chance(8) {
		e.sub('y').misprint(e.g, e.i)
	}
	switch {
	case e.kind.name == "Cancelled":
		e.sub('v').issn(e.g.ISSN(e.g.at(e.i, 0)))
	case e.i%blockSize == 0:
		e.cancels()
	}
	e.sub('2').str(e.country.centre)
	if described && e.random.chance(900) {
		e.field("023", "0 ").sub('a').issn(e.g.ISSN(lead))
	}
	if described && e.confirmed() && e.random.chance(40) {
		e.field("030", "  ").sub('a').coden(&e.random)
	}
	if e.confirmed() && e.random.chance(600) {
		e.field("035", "  ").sub('a').str("(OCoLC)").int(1_000_000 + e.random.below(1_300_000_000))
	}
	e.field("039", "  ").sub('v').int(2004+e.random.below(21)).digits(1+e.random.below(12), 2).digits(1+e.random.below(28), 2)
	if !described {
		return
	}
	e.field("040", "  ").sub('a').str("ISSN").sub('b').str("eng").sub('e').str("rda").sub('c').str("ISSN")
	e.field("044", "  ").sub('c').str(e.country.iso)
}

// cancels names the cancelled number that the first record of a block replaces.
func (e *entry) cancels() {
	odd := e.g.at(e.i, blockSize-1)
	if odd == none {
		return
	}
	if _, k := e.g.place(odd); k.name == "Cancelled" {
		e.sub('z').issn(e.g.ISSN(odd))
	}
}

// misprint is the number of record i with a wrong check character.
func (d *draft) misprint(g *Generator, i int) {
	d.issn(g.ISSN(i))
	last := &d.text[len(d.text)-1]
	if *last == '0' {
		*last = '1'
	} else {
		*last = '0'
	}
}

func (d *draft) coden(r *random) {
	for range 5 {
		d.text = append(d.text, byte('A'+r.below(26)))
	}
	d.digits(1+r.below(9), 1)
}

// status is the record kind and who made the record.
func (e *entry) status() {
	e.field("699", "  ").sub('8').str(e.kind.name).sub('v').str(e.country.centre)
}

func (e *entry) classification() {
	if !e.confirmed() {
		return
	}
	class := e.random.below(1000)
	if e.random.chance(180) {
		e.field("080", "  ").sub('a').digits(class, 3)
	}
	if e.random.chance(450) {
		e.field("082", "04").sub('a').digits(class, 3).sub('2').str("23")
	}
}
