package crosswalk

import (
	"strings"

	"issnd/issn"
	"issnd/marc"
	"issnd/rdf"
	"issnd/register"
)

// resource describes a record that is not minimal (profile §2.1).
func (b *builder) resource() {
	b.types()
	number := rdf.Literal(b.number)
	b.say(&schemaISSN, &number)
	b.say(&biboISSN, &number)
	b.say(&dcIdentifier, &number)

	var parts identified
	b.identifiers(&parts)
	b.titles(&parts)
	b.form()
	b.country()
	if b.full {
		b.coded()
		b.publications()
		b.subjects()
		b.bodies()
		b.notes()
		b.reproductions()
		b.indexing()
	}
	b.group(&parts)
	b.addresses()
	b.links()
	b.archives()
	b.openAccess()
	b.describeRecord(&parts)
}

// identified is the named identifiers of a resource that several parts of its
// graph refer to; those that it has not are no term.
type identified struct {
	issnL       rdf.Term
	group       rdf.Term // resource that has the ISSN-L
	keyTitle    titled
	abbreviated titled
}

// titled is a title that is an identifier: its IRI, field and text.
type titled struct {
	term  rdf.Term
	field *marc.Field
	text  string
}

// titled names the title of a field; nil and a field without a title give none.
func (b *builder) titled(fragment string, f *marc.Field) (t titled) {
	if f == nil {
		return titled{}
	}
	if t.text = b.keyTitle(f); t.text == "" {
		return titled{}
	}
	t.term, t.field = b.fragment(fragment), f
	b.say(&bfIdentifiedBy, &t.term)
	return t
}

// identifiers names the identifiers and describes the numbers among them
// (profile §2.3), and tells what other numbers the resource had.
func (b *builder) identifiers(parts *identified) {
	b.say(&bfIdentifiedBy, &b.issn)
	b.tellNumber(&b.issn, &bfIssn, b.number, &b.p.idValid)
	if !b.head.ISSNL.IsZero() {
		parts.issnL = b.fragment("#ISSN-L")
		parts.group = b.numbered(b.p.issnL, b.head.ISSNL, "")
		b.say(&bfIdentifiedBy, &parts.issnL)
	}
	parts.keyTitle = b.titled("#KeyTitle", b.fields.first(222))
	parts.abbreviated = b.titled("#AbbreviatedKeyTitle", b.abbreviated())
	number := b.coden()
	var coden rdf.Term
	if number != "" {
		coden = b.fragment("#CODEN")
		b.say(&bfIdentifiedBy, &coden)
	}
	b.otherNumbers()
	if parts.issnL.Kind != rdf.None {
		b.tellNumber(&parts.issnL, &bfIssnL, parts.group.Value[len(b.p.issnL):], &b.p.idValid)
	}
	if number != "" {
		b.tell(&coden, &rdfType, &bfCoden)
		b.tellText(&coden, &rdfValue, number)
	}
}

// tellNumber describes an ISSN or ISSN-L.
func (b *builder) tellNumber(t, class *rdf.Term, number string, status *rdf.Term) {
	b.tell(t, &rdfType, class)
	b.tellText(t, &rdfValue, number)
	b.tell(t, &bfStatus, status)
}

// otherNumbers are the incorrect and cancelled numbers of 022. A cancelled
// ISSN is a relation between identifiers, so it must be a valid number.
func (b *builder) otherNumbers() {
	mark, cancelled := b.mark(), len(b.nodes)
	for f := range b.fields.each(22) {
		for i := range f.Subfields {
			switch s := &f.Subfields[i]; s.Code {
			case 'y':
				b.sayText(mark, &b.p.hasIncorrectISSN, cleanText(s.Value))
			case 'm':
				b.sayText(mark, &b.p.hasCancelledISSNL, cleanText(s.Value))
			case 'z':
				b.cancelledNumber(cancelled, s.Value)
			}
		}
	}
}

func (b *builder) cancelledNumber(from int, s string) {
	id, _, err := issn.Scan(s)
	if err != nil || id == b.head.ISSN {
		return
	}
	other := b.serial(id, "#ISSN")
	for _, t := range b.nodes[from:] {
		if t.P == b.p.hasCancelledISSN && t.O == other {
			return
		}
	}
	b.tell(&b.issn, &b.p.hasCancelledISSN, &other)
}

// coden is the CODEN of 030, or "".
func (b *builder) coden() string {
	if f := b.fields.first(30); b.full && f != nil {
		return cleanText(f.Get('a'))
	}
	return ""
}

// group makes the resource a part of its ISSN-L (profile §2.6). An ISSN-L is
// never derived from the ISSN.
func (b *builder) group(parts *identified) {
	if parts.issnL.Kind == rdf.None {
		return
	}
	b.say(&schemaIsPartOf, &parts.group)
	b.tell(&parts.group, &rdfType, &schemaCreativeWork)
	b.tell(&parts.group, &bfIdentifiedBy, &parts.issnL)
	b.tell(&parts.group, &schemaHasPart, &b.self)
}

// openAccess is an extension of ours: the profile does not know the directory
// of open access resources.
func (b *builder) openAccess() {
	if b.p.opts.OpenAccess && b.head.OpenAccess {
		b.say(&schemaIsAccessibleForFree, &b.p.accessFree)
		b.say(&dctAccessRights, &coarOpenAccess)
	}
}

// minimum describes a number that was cancelled, suppressed or not reported,
// and to the public every record that is not confirmed (profile §2.13).
func (b *builder) minimum() {
	status, id := b.head.Status, &b.p.idValid
	if b.head.Deleted && !status.Minimal() {
		status = register.Suppressed
		if !b.v.Replacement().IsZero() {
			status = register.Cancelled
		}
	}
	b.say(&bfIdentifiedBy, &b.issn)
	switch status {
	case register.Cancelled:
		id = &b.p.idCancelled
	case register.Suppressed:
		id = &b.p.idSuppressed
	}
	b.tellNumber(&b.issn, &bfIssn, b.number, id)
	if r := b.v.Replacement(); status == register.Cancelled && !r.IsZero() {
		other := b.serial(r, "#ISSN")
		b.tell(&b.issn, &b.p.cancelledInFavorOf, &other)
	}
	b.recordOf(status)
}

// describeRecord describes the record and, where the register says when it was
// made and by whom, its creation (profile §2.5).
func (b *builder) describeRecord(parts *identified) {
	centre := b.recordOf(b.head.Status)
	if b.full {
		b.creation(parts, centre)
	}
}

// recordOf describes #Record and returns its centre, which may be no term.
func (b *builder) recordOf(status register.Status) (centre rdf.Term) {
	b.tell(&b.record, &rdfType, &schemaCreativeWork)
	b.tell(&b.record, &schemaMainEntity, &b.self)
	b.scratch = appendModified(b.scratch[:0], b.v)
	if len(b.scratch) > 0 {
		b.tellTyped(&b.record, &dctModified, b.text.copy(b.scratch), xsdDate)
	}
	b.tell(&b.record, &bfStatus, &b.p.recordStatus[status])
	if b.p.license.Kind != rdf.None {
		b.tell(&b.record, &dctLicense, &b.p.license)
	}
	code := ""
	for f := range b.fields.each(22) {
		if code = cleanText(f.Get('2')); code != "" {
			break
		}
	}
	if centre = b.centre(code); centre.Kind != rdf.None {
		b.tell(&b.record, &provWasAttributedTo, &centre)
		b.tell(&centre, &rdfType, &schemaOrganization)
	}
	return centre
}

// centre is the IRI of an ISSN centre by its code, or no term for "".
func (b *builder) centre(code string) rdf.Term {
	t, ok := b.nameAfter("", b.p.centre, code)
	if !ok {
		return rdf.Term{}
	}
	return t
}

// creation takes the day from the oldest 039 $v and the centre from 699 $v,
// fields of the register itself. Records without the centre tell nothing.
func (b *builder) creation(parts *identified, centre rdf.Term) {
	var by rdf.Term
	for f := range b.fields.each(699) {
		if by = b.centre(cleanText(f.Get('v'))); by.Kind != rdf.None {
			break
		}
	}
	if by.Kind == rdf.None {
		return
	}
	t := b.fragment("#RecordCreation")
	b.tell(&t, &rdfType, &provActivity)
	if day := b.createdOn(); day != "" {
		b.tellTyped(&t, &provStartedAtTime, day, xsdDate)
	}
	b.tell(&t, &provGenerated, &b.record)
	b.tell(&t, &provGenerated, &b.issn)
	for _, part := range [...]*rdf.Term{&parts.issnL, &parts.keyTitle.term, &parts.abbreviated.term} {
		if part.Kind != rdf.None {
			b.tell(&t, &provGenerated, part)
		}
	}
	b.tell(&t, &provWasAssociatedWith, &by)
	if by != centre {
		b.tell(&by, &rdfType, &schemaOrganization)
	}
}

// createdOn is the oldest day of 039 $v, written with or without hyphens.
func (b *builder) createdOn() (oldest string) {
	for f := range b.fields.each(39) {
		for s := range f.All('v') {
			s = strings.TrimSpace(s)
			if isDay(s) {
				s = b.text.join(s[:4], "-", s[4:6], "-", s[6:8])
			}
			if isDate(s) && (oldest == "" || s < oldest) {
				oldest = s
			}
		}
	}
	return oldest
}
