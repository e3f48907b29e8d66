package crosswalk

import (
	"strings"

	"issnd/marc"
	"issnd/rdf"
)

// subjects says the classification and the subjects (profile §2.1, §2.10).
func (b *builder) subjects() {
	b.classes(82, bfClassificationDdc)
	b.classes(80, bfClassificationUdc)
	b.summary()
}

// classes says the classes of a field, each once, without the slashes that
// show where a Dewey number may be cut.
func (b *builder) classes(tag int, class rdf.Term) {
	from := len(b.nodes)
	for f := range b.fields.each(tag) {
		for s := range f.All('a') {
			s = strings.ReplaceAll(cleanText(s), "/", "")
			if s == "" || b.told(from, rdf.Literal(s)) {
				continue
			}
			t := b.g.NewBlank()
			b.say(&bfClassification, &t)
			b.tell(&t, &rdfType, &class)
			b.tellText(&t, &rdfValue, s)
		}
	}
}

// summary says the subjects in the UDC summary: of each occurrence, which the
// first indicator of 981 to 987 counts, the narrowest, and those of 989.
func (b *builder) summary() {
	var few [8]class
	chosen := few[:0]
	for tag := 987; tag >= 981; tag-- {
		for f := range b.fields.each(tag) {
			if iri := b.udc(f); iri != "" && !sameOccurrence(chosen, f) {
				chosen = append(chosen, class{f, iri})
			}
		}
	}
	for f := range b.fields.each(989) {
		if iri := b.udc(f); iri != "" {
			chosen = append(chosen, class{f, iri})
		}
	}
	mark := b.mark()
	for _, c := range chosen {
		b.sayIRIOnce(mark, &schemaAbout, c.iri)
	}
	for _, c := range chosen {
		b.sayText(mark, &schemaKeywords, cleanText(c.field.Get('a')))
	}
}

// class is a subject in the UDC summary: its field and IRI.
type class struct {
	field *marc.Field
	iri   string
}

// sameOccurrence reports whether a narrower subject of the occurrence of f has
// been chosen. Fields with one tag never belong to the same occurrence unless
// they say so by the same indicator.
func sameOccurrence(chosen []class, f *marc.Field) bool {
	for _, c := range chosen {
		if c.field.Ind1 == f.Ind1 && c.field.Tag != f.Tag {
			return true
		}
	}
	return false
}

// udc is the IRI of a class of the UDC summary in $u, or "".
func (b *builder) udc(f *marc.Field) string {
	_, id, ok := strings.Cut(f.Get('u'), "udcdata.info/")
	if id = strings.TrimSpace(id); !ok || id == "" {
		return ""
	}
	return uri(b.text.join(nsUDC, id))
}

// notes says the numbering and the source of the description (profile §2.10).
func (b *builder) notes() {
	mark := b.mark()
	for f := range b.fields.each(362) {
		a, z := m3620a, m3620z
		switch f.Ind1 {
		case '0':
		case '1':
			a, z = m3621a, m3621z
		default:
			continue
		}
		b.sayText(mark, &a, cleanText(f.Get('a')))
		b.sayText(mark, &z, cleanText(f.Get('z')))
	}
	from := len(b.nodes)
	for f := range b.fields.each(588) {
		s := cleanText(f.Get('a'))
		if s == "" || b.told(from, rdf.Literal(s)) {
			continue
		}
		t := b.g.NewBlank()
		b.say(&bfHasNote, &t)
		b.tell(&t, &rdfType, &bfNote)
		b.tell(&t, &bfNoteType, &sourceOfDescription)
		b.tellText(&t, &rdfValue, s)
	}
}

var sourceOfDescription = rdf.Literal("Source of the description note")

// indexing says which services index the resource: those of 510 with an
// address that the register marks as a facet (profile §2.10).
func (b *builder) indexing() {
	mark := b.mark()
	for f := range b.fields.each(510) {
		name, address := text(f, 'a'), f.Get('u')
		if address == "" || strings.TrimSpace(f.Get('9')) != "facet" {
			continue
		}
		t, ok := b.named("#IndexingService-", name)
		if !ok {
			continue
		}
		b.sayOnce(mark, &bflcIndexedIn, &t)
		if !b.first(&t) {
			continue
		}
		b.tell(&t, &rdfType, &bfWork)
		b.tellText(&t, &schemaName, name)
		if iri, ok := webIRI(address); ok {
			b.tellIRI(&t, &bfElectronicLocator, iri)
		}
	}
}

// addresses says the addresses of the resource, 856 $u, as texts.
func (b *builder) addresses() {
	mark := b.mark()
	for f := range b.fields.each(856) {
		for s := range f.All('u') {
			b.sayText(mark, &schemaURL, strings.TrimSpace(s))
		}
	}
}
