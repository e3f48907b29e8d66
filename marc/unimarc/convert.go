package unimarc

import (
	"slices"

	"issnd/marc"
)

// Converter is the choices that UNIMARC leaves to whoever writes it. The zero
// Converter is what [Convert] uses. A Converter may be shared by goroutines.
type Converter struct {
	// NonSorting puts nonfiling characters between the control characters
	// NSB and NSE (U+0098 and U+009C).
	NonSorting bool
	// StripISBD removes the punctuation of ISBD from the ends of subfields of
	// the description.
	StripISBD bool
	// Both210 writes a 210 beside each 214 that is a publication statement, for
	// receivers that do not know 214, which is from 2016.
	Both210 bool
	// Issuer, if set, is named in an 801 with second indicator 3 of every
	// record. If not, records that name no source at all still get one, because
	// 801 is mandatory: that of the ISSN International Centre.
	Issuer Agency
}

// Agency is a cataloguing agency in 801: its country (ISO 3166-1) and its code.
type Agency struct{ Country, Code string }

// Convert is the UNIMARC record for a MARC 21 record of a continuing resource,
// fields in the order of their tags, and what it could not carry. r is not
// changed; the result shares its strings. Convert never fails: of a record
// with no sensible field it makes leader, 100 and 801.
func Convert(r *marc.Record) (*marc.Record, []Loss) { return Converter{}.Convert(r) }

// Convert is like the function Convert, with the choices of cv.
func (cv Converter) Convert(r *marc.Record) (*marc.Record, []Loss) {
	n := 8
	for i := range r.Fields {
		n += len(r.Fields[i].Subfields) + 1
	}
	c := conversion{
		opt:   cv,
		in:    r,
		rules: rules,
		out:   &marc.Record{Fields: make([]marc.Field, 0, len(r.Fields)+10)},
		slab:  make([]marc.Subfield, 0, n),
	}
	c.leader()
	var former []*marc.Field
	for i := range r.Fields {
		if f := &r.Fields[i]; f.Tag == tag321 {
			former = append(former, f)
		} else {
			c.field(f)
		}
	}
	for _, f := range newestFirst(former) {
		c.field(f)
	}
	c.numbers()
	c.coded()
	c.sources()
	sortByTag(c.out.Fields)
	return c.out, c.lost
}

// sortByTag puts fields in the order of their tags; those with one tag stay in
// theirs. It sorts numbers and then moves each field once, because fields are
// large.
func sortByTag(fields []marc.Field) {
	const place = 1<<40 - 1
	var buf [96]uint64
	keys := buf[:0]
	for i := range fields {
		t := fields[i].Tag
		keys = append(keys, uint64(t[0])<<56|uint64(t[1])<<48|uint64(t[2])<<40|uint64(i))
	}
	slices.Sort(keys)
	for i := range keys {
		if int(keys[i]&place) == i {
			continue
		}
		first, to := fields[i], i
		for {
			from := int(keys[to] & place)
			keys[to] = uint64(to)
			if from == i {
				fields[to] = first
				break
			}
			fields[to], to = fields[from], from
		}
	}
}

// conversion is the state of one call of Convert.
type conversion struct {
	opt   Converter
	in    *marc.Record
	rules *ruleTable
	out   *marc.Record
	lost  []Loss
	slab  []marc.Subfield // the subfields of all fields of out, one after the other
	start int             // where the open field begins in slab
	link  link            // of the fields that the current MARC 21 field becomes
}

// field converts one field of the record.
func (c *conversion) field(f *marc.Field) {
	switch {
	case f.Tag.Control():
		c.control(f)
	case f.Tag == tag880:
		c.vernacular(f)
	case local(f.Tag):
		c.copyLocal(f)
	default:
		r := c.rules.find(f.Tag)
		if r.writes() {
			c.link = c.linkOf(f)
		}
		c.linked(r, f)
	}
}

// linked applies a rule to a field that c.link belongs to. A link that no
// field took is reported.
func (c *conversion) linked(r *rule, f *marc.Field) {
	before := len(c.out.Fields)
	c.apply(r, f)
	if c.link.six != "" && len(c.out.Fields) == before {
		c.lose(f.Tag, '6', c.link.source, badLink)
	}
	c.link = link{}
}

func (c *conversion) apply(r *rule, f *marc.Field) {
	switch {
	case r == nil:
		c.loseField(f, noField)
	case r.assembled:
		if f.Tag == tag880 {
			c.loseField(f, noField)
		}
	case r.do != nil:
		r.do(c, r, f)
	case r.to == "":
		c.loseField(f, r.why)
	default:
		c.carry(r, f)
	}
}

// carry writes f as its rule says.
func (c *conversion) carry(r *rule, f *marc.Field) {
	c.carryTo(r, f, r.target, r.ind1.of(f), r.ind2.of(f))
}

// carryTo does so with a tag and indicators of the caller's choice.
func (c *conversion) carryTo(r *rule, f *marc.Field, tag marc.Tag, ind1, ind2 byte) {
	c.open(tag, ind1, ind2)
	if r.join {
		c.addText(r, f)
	} else {
		c.addMapped(r, f)
	}
	c.close()
}

// open begins a field of the output; add fills it and close ends it.
func (c *conversion) open(tag marc.Tag, ind1, ind2 byte) {
	c.out.Fields = append(c.out.Fields, marc.Field{Tag: tag, Ind1: ind1, Ind2: ind2})
	c.start = len(c.slab)
	if c.link.six != "" {
		c.add('6', c.link.six)
	}
	if c.link.script != "" {
		c.add('7', c.link.script)
	}
}

func (c *conversion) add(code byte, value string) {
	c.slab = append(c.slab, marc.Subfield{Code: code, Value: value})
}

// has reports whether the open field has the subfield.
func (c *conversion) has(code byte, value string) bool {
	return slices.Contains(c.slab[c.start:], marc.Subfield{Code: code, Value: value})
}

// close ends the open field; one with nothing but its link is withdrawn.
func (c *conversion) close() {
	subs := c.slab[c.start:len(c.slab):len(c.slab)]
	last := len(c.out.Fields) - 1
	for _, s := range subs {
		if s.Code != '6' && s.Code != '7' {
			c.out.Fields[last].Subfields = subs
			return
		}
	}
	c.slab = c.slab[:c.start]
	c.out.Fields = c.out.Fields[:last]
}

// one writes a field with one subfield.
func (c *conversion) one(tag marc.Tag, ind1, ind2, code byte, value string) {
	c.open(tag, ind1, ind2)
	c.add(code, value)
	c.close()
}
