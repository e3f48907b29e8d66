package crosswalk

import (
	"strings"

	"issnd/issn"
	"issnd/marc"
)

func (b *labeller) subjects() {
	start := len(b.values)
	for i := range b.r.Fields {
		for s := range subjects(&b.r.Fields[i]) {
			b.add(Value{Text: s, Search: SearchSubject})
		}
	}
	b.row("Subject", start)
	b.each("Dewey Decimal Classification", tag082, subfieldA)
	b.each("Universal Decimal Classification", tag080, subfieldA)
}

func subfieldA(f *marc.Field) Value { return Value{Text: cleanText(f.Get('a'))} }

// related adds one row for each relation, in the order in which they come
// first.
func (b *labeller) related() {
	first := len(b.rows)
	for i := range b.r.Fields {
		f := &b.r.Fields[i]
		if !linkingEntry(f.Tag) {
			continue
		}
		label := relationLabel(f)
		if hasRow(b.rows[first:], label) {
			continue
		}
		start := len(b.values)
		for j := i; j < len(b.r.Fields); j++ {
			if g := &b.r.Fields[j]; linkingEntry(g.Tag) && relationLabel(g) == label {
				b.add(b.linkedValue(g))
			}
		}
		b.row(label, start)
	}
}

func hasRow(rows []Row, label string) bool {
	for i := range rows {
		if rows[i].Label == label {
			return true
		}
	}
	return false
}

// linkedValue is the title that a linking entry names, else its ISSN. It leads
// to the ISSN, and stays plain text where the field has none.
func (b *labeller) linkedValue(f *marc.Field) Value {
	v := b.paired(f, linkedTitle)
	v.ISSN = linked(f)
	v.Note = strings.TrimRight(cleanText(f.Get('i')), " :")
	if v.Text == "" {
		v.Text = v.ISSN.String()
	}
	return v
}

func (b *labeller) indexing() {
	b.each("Covered by", tag510, func(f *marc.Field) Value {
		v := Value{Text: point(joinSubfields(f, "a")), Note: joinSubfields(f, "bc")}
		v.Href, _ = webIRI(f.Get('u'))
		if id, _, err := issn.Scan(f.Get('x')); err == nil {
			v.ISSN = id
		}
		return v
	})
}

func (b *labeller) preservation() {
	var all []Holding
	for h := range holdings(b.v) {
		all = append(all, h)
	}
	if len(all) > 0 {
		b.sections = append(b.sections, Section{ID: "preservation", Title: "Preservation", Holdings: all})
	}
}

func (b *labeller) links() {
	start := len(b.values)
	for f := range b.fields.each(856) {
		for u := range f.All('u') {
			v := Value{Text: cleanText(u), Note: linkLabel(f)}
			v.Href, _ = webIRI(u)
			b.add(v)
		}
	}
	b.row("URL", start)
}

func (b *labeller) notes() {
	b.each("Summary", tag520, b.statementOf("ab"))
	start := len(b.values)
	for i := range b.r.Fields {
		f := &b.r.Fields[i]
		if f.Tag[0] != '5' {
			continue
		}
		if _, ok := noteType(tagNumber(f.Tag)); ok {
			b.add(b.paired(f, func(f *marc.Field) string { return joinSubfields(f, "") }))
		}
	}
	b.row("Note", start)
}
