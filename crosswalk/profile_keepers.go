package crosswalk

import (
	"strings"

	"issnd/marc"
	"issnd/rdf"
)

// archives says what the keepers hold of the resource: one archive for each
// 920 with an agency and a status (profile §2.9).
func (b *builder) archives() {
	webArchives := b.webArchives()
	n := 0
	for f := range b.fields.each(920) {
		agency := cleanText(f.Get('h'))
		status := cleanText(f.Get('i'))
		if agency == "" || status == "" {
			continue
		}
		web := ""
		if n < len(webArchives) {
			web = webArchives[n]
		}
		n++
		b.archive(f, agency, status, web)
	}
}

// webArchives is the names of the web archives of 857 $c in order, where there
// is one for each archive: nothing else tells which belongs to which.
func (b *builder) webArchives() (names []string) {
	if !b.fields.has(857) {
		return nil
	}
	archives := 0
	for f := range b.fields.each(920) {
		if cleanText(f.Get('h')) != "" && cleanText(f.Get('i')) != "" {
			archives++
		}
	}
	for f := range b.fields.each(857) {
		names = append(names, text(f, 'c'))
	}
	if len(names) != archives {
		return nil
	}
	return names
}

func (b *builder) archive(f *marc.Field, agency, status, web string) {
	keeper, ok := b.keeper(agency)
	if !ok {
		return
	}
	t, serial := b.g.NewBlank(), b.g.NewBlank()
	b.say(&schemaSubjectOf, &t)
	b.tell(&t, &rdfType, &schemaArchiveComponent)
	b.tellText(&t, &schemaCreativeWorkStatus, status)
	b.tellText(&t, &schemaAbstract, cleanText(f.Get('j')))
	b.tellText(&t, &schemaDescription, cleanText(f.Get('k')))
	if day := strings.TrimSpace(f.Get('l')); isDate(day) {
		b.tellTyped(&t, &schemaDateModified, day, xsdDate)
	}
	b.tellText(&t, &schemaTemporalCoverage, temporalCoverage(f))
	b.tellText(&t, &schemaURL, strings.TrimSpace(f.Get('m')))
	b.tell(&t, &schemaHoldingArchive, &keeper)
	collection, inCollection := b.named("#WebArchive-", web)
	if inCollection {
		b.tell(&t, &schemaIsPartOf, &collection)
	}
	b.tell(&t, &schemaMainEntity, &serial)
	b.serialHeld(serial, f)
	b.tellKeeper(keeper, f, agency)
	if inCollection && b.first(&collection) {
		b.tell(&collection, &rdfType, &schemaArchiveComponent)
		b.tellText(&collection, &schemaName, web)
		b.tell(&collection, &schemaHoldingArchive, &keeper)
	}
}

// temporalCoverage is the years held, "1869/2005", or "" where 920 $e and $f
// are not years. The end may be open.
func temporalCoverage(f *marc.Field) string {
	start, end := strings.TrimSpace(f.Get('e')), strings.TrimSpace(f.Get('f'))
	if !isYear(start) || end != "" && !isYear(end) {
		return ""
	}
	return start + "/" + end
}

func isYear(s string) bool {
	_, ok := digits(s)
	return ok && len(s) == 4
}

// serialHeld describes the serial as the keeper knows it. It has no class, so
// that it is not taken for the resource.
func (b *builder) serialHeld(t rdf.Term, f *marc.Field) {
	from, n := len(b.nodes), 0
	for s := range f.All('a') {
		if s = cleanText(s); s != "" && n < 2 && !b.told(from, rdf.Literal(s)) {
			b.tellText(&t, &schemaISSN, s)
			n++
		}
	}
	b.tellText(&t, &schemaName, cleanText(f.Get('c')))
	b.tellText(&t, &schemaPublisher, cleanText(f.Get('d')))
}

// keeper is the IRI of an agency by its code.
func (b *builder) keeper(code string) (rdf.Term, bool) {
	return b.nameAfter("", b.p.keeper, code)
}

// tellKeeper describes an agency once in a record.
func (b *builder) tellKeeper(t rdf.Term, f *marc.Field, code string) {
	if !b.first(&t) {
		return
	}
	b.tell(&t, &rdfType, &schemaArchiveOrganization)
	b.tellText(&t, &schemaIdentifier, code)
	name := cleanText(f.Get('g'))
	if name == "" {
		name = code
	}
	b.tellText(&t, &schemaName, name)
}
