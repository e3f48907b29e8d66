package crosswalk

import (
	"strings"

	"issnd/codes"
	"issnd/marc"
	"issnd/rdf"
)

// types gives the resource its three classes, and the further ones that tell
// of its kind and form (profile §2.1, §2.14).
func (b *builder) types() {
	b.say(&rdfType, &bfWork)
	b.say(&rdfType, &bfInstance)
	b.say(&rdfType, &schemaPeriodical)
	if !b.full {
		return
	}
	mark := b.mark()
	if class := classOfType(marc.Code(b.fixed, 21)); class.Kind != rdf.None {
		b.sayOnce(mark, &rdfType, &class)
	}
	for f := range b.fields.each(7) {
		if class := classOf007(f.Value); class.Kind != rdf.None {
			b.sayOnce(mark, &rdfType, &class)
		}
	}
}

// classOfType is the class of a type of continuing resource, 008/21, or no term.
func classOfType(c byte) rdf.Term {
	switch c {
	case 'n':
		return schemaNewspaper
	case 'm':
		return schemaBookSeries
	case 'w':
		return schemaWebSite
	case 'd':
		return schemaDataset
	}
	return rdf.Term{}
}

// classOf007 is the class of a category of material, or no term.
func classOf007(v string) rdf.Term {
	switch marc.Code(v, 0) {
	case 'a':
		if marc.Code(v, 1) == 'd' {
			return schemaAtlas
		}
		return schemaMap
	case 's':
		return schemaAudioObject
	case 'v', 'm':
		return schemaVideoObject
	case 'f':
		return bfTactile
	case 't':
		return dctypeText
	}
	return rdf.Term{}
}

// form tells the media and the type of record.
func (b *builder) form() {
	for m := range b.head.Media.All() {
		b.say(&dcFormat, &b.p.media[m])
	}
	kind := b.v.MARC().Leader[6]
	if kind < 'a' || kind > 'z' {
		kind = 'a'
	}
	b.sayIRI(&dctType, b.p.material[kind])
}

// country tells the country of publication in both code lists, and the event
// that took place there (profile §2.7).
func (b *builder) country() {
	places := b.places()
	for _, c := range places {
		if c != nil {
			b.say(&dctSpatial, &c.term)
		}
	}
	event := b.fragment("#ReferencePublicationEvent")
	b.say(&schemaPublication, &event)
	b.tell(&event, &rdfType, &schemaPublicationEvent)
	for _, c := range places {
		if c != nil {
			b.tell(&event, &schemaLocation, &c.term)
		}
	}
	for _, c := range places {
		if c != nil && c.label.Kind != rdf.None {
			b.tell(&c.term, &rdfsLabel, &c.label)
		}
	}
}

// places is the country as MARC codes it, 008/15-17, and as ISO 3166 does,
// 044 $c or else by the MARC code; either may be nil.
func (b *builder) places() (places [2]*country) {
	if len(b.fixed) >= 18 {
		code := strings.TrimRight(b.fixed[15:18], " #|")
		if c, ok := b.p.places.byMARC[code]; ok {
			places[0], places[1] = c.marc, c.iso
		} else if isCode(code) {
			places[0] = &country{term: rdf.IRI(b.text.join(nsCountries, code))}
		}
	}
	if c := b.statedCountry(); c != nil {
		places[1] = c
	}
	return places
}

// statedCountry is the first known country of 044 $c, of which a subdivision
// may be named ("us-ca"), or nil.
func (b *builder) statedCountry() *country {
	for f := range b.fields.each(44) {
		for s := range f.All('c') {
			code, _, _ := strings.Cut(strings.TrimSpace(s), "-")
			if strings.EqualFold(code, "UK") {
				code = "GB"
			}
			if c := b.p.places.iso(code); c != nil {
				return c
			}
		}
	}
	return nil
}

// coded says what the positions of 008 and the fields 041 and 336 to 338 code
// (profile §2.1, §2.14). Blanks and fill characters say nothing.
func (b *builder) coded() {
	if len(b.fixed) > 18 {
		b.status()
	}
	b.sayCode(&bfmarcRegularity, &b.p.regularity, 19)
	b.sayCode(&m00X22, &b.p.original, 22)
	b.sayCode(&m00X23, &b.p.form, 23)
	b.sayCode(&m00X33, &b.p.alphabet, 33)
	b.languages()
	b.sayTerms(336, "336", &bfContent, nsContentTypes)
	b.sayTerms(337, "337", &bfMedia, nsMediaTypes)
	b.sayTerms(338, "338", &bfCarrier, nsCarriers)
}

// status says the dates, the status and the frequency of publication.
func (b *builder) status() {
	if s := b.fixed[7:11]; yearCode(s) {
		b.sayText(b.mark(), &schemaStartDate, s)
	}
	if s := b.fixed[11:15]; yearCode(s) {
		b.sayText(b.mark(), &schemaEndDate, s)
	}
	b.sayCode(&m00X06, &b.p.status, 6)
	if c := b.fixed[18]; c < 128 && b.p.frequencies[c].Kind != rdf.None {
		b.say(&dctAccrualPeriodicity, &b.p.frequencies[c])
	}
}

// yearCode reports whether s is a year of 008 in which unknown digits are u.
func yearCode(s string) bool {
	for i := 0; i < len(s); i++ {
		if (s[i] < '0' || s[i] > '9') && s[i] != 'u' {
			return false
		}
	}
	return true
}

// sayCode says the code at a position of 008 if the table has it.
func (b *builder) sayCode(p *rdf.Term, table *codeTable, pos int) {
	if iri := table.get(marc.Code(b.fixed, pos)); iri != "" {
		b.sayIRI(p, iri)
	}
}

// languages says the languages of the text: 008/35-37 and 041 $a, whose older
// form runs codes together.
func (b *builder) languages() {
	mark := b.mark()
	if b.lang != "" {
		b.sayIRI(&schemaInLanguage, b.text.join(nsLanguages, b.lang))
	}
	for f := range b.fields.each(41) {
		if f.Ind2 == '7' { // codes of another list, named in $2
			continue
		}
		for s := range f.All('a') {
			for ; len(s) >= 3; s = s[3:] {
				if isCode(s[:3]) && s[:3] != b.lang {
					b.sayIRIOnce(mark, &schemaInLanguage, b.text.join(nsLanguages, s[:3]))
				}
			}
		}
	}
}

// sayTerms says the RDA terms of a field by their codes, which records often
// leave out.
func (b *builder) sayTerms(tag int, name string, p *rdf.Term, vocabulary string) {
	mark, last := b.mark(), ""
	for f := range b.fields.each(tag) {
		for i := range f.Subfields {
			s, code := &f.Subfields[i], ""
			switch s.Code {
			case 'b':
				code = cleanText(s.Value)
			case 'a':
				code = codes.TermCode(name, cleanText(s.Value))
			}
			if code == last || code == "" || len(code) > 3 || !isLower(code) {
				continue
			}
			b.sayIRIOnce(mark, p, b.text.join(vocabulary, code))
			last = code
		}
	}
}

func isLower(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}
