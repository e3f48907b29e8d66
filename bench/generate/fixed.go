package generate

// fixed is the leader's company: control number, date and codes.
func (e *entry) fixed() {
	e.control("001").issn(e.g.ISSN(e.i))
	e.control("003").str("ISSN")
	e.control("005").stamp(&e.random)
	form := " "
	switch e.medium {
	case 'o':
		e.control("007").str("cr||||||||||||")
		form = "o"
	case 'd':
		e.control("007").str("co||||||||||||")
		form = "q"
	default:
		e.control("007").str("ta")
	}
	e.control("008").day(&e.random).str(e.appearance()).digits(e.start, 4).digits(e.end, 4)
	e.str(e.country.marc).str(frequencies[e.often].codes).str(" ").str(e.resource()).str(" ").str(form)
	e.str("     ").str(e.conference()).str("   ").str(e.alphabet()).str("0").str(e.tongue.code).str(" c")
}

// appearance is 008/06.
func (e *entry) appearance() string {
	if e.end == 9999 {
		return "c"
	}
	return "d"
}

// resource is 008/21.
func (e *entry) resource() string {
	return pickString(&e.random, "p", "p", "p", "p", "p", "p", "p", "p", "m", "m", "n", "j", "j", "g", "d", "s", "t", " ")
}

// conference is 008/29.
func (e *entry) conference() string {
	return pickString(&e.random, "0", "0", "0", "0", "0", "0", "1")
}

// alphabet is 008/33.
func (e *entry) alphabet() string {
	switch {
	case e.tongue.script != nil:
		return e.tongue.script.alphabet
	case e.tongue.code != "eng":
		return "b"
	}
	return "a"
}

// stamp is a moment from 2005 to 2025 as in 005.
func (d *draft) stamp(r *random) *draft {
	d.int(2005+r.below(21)).digits(1+r.below(12), 2).digits(1+r.below(28), 2)
	return d.digits(r.below(24), 2).digits(r.below(60), 2).digits(r.below(60), 2).str(".0")
}

// day is a date from 2000 to 2024 as yymmdd.
func (d *draft) day(r *random) *draft {
	return d.digits(r.below(25), 2).digits(1+r.below(12), 2).digits(1+r.below(28), 2)
}

func pickString(r *random, choices ...string) string { return choices[r.below(len(choices))] }
