package crosswalk

import (
	"slices"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// Section is a part of a record as people read it. Rows are never without
// values; a section without rows and holdings does not appear.
type Section struct {
	ID       string // a name for addresses and style sheets, for example "titles"
	Title    string
	Rows     []Row
	Holdings []Holding // only in the section "preservation"
}

// Row is one label with its values.
type Row struct {
	Label  string
	Values []Value
}

// Value is one value of a row. Fields that do not apply are zero.
type Value struct {
	Text string

	// Lang is the BCP 47 tag of Text, "ru-Latn" for a transliteration; "" where
	// it is English or not known. Only key titles and titles proper have one.
	Lang string

	// Original is Text in its original script, which the record pairs with it
	// (MARC 21 880). OriginalLang is its BCP 47 tag, for example "ru-Cyrl" or
	// "und-Arab", and RightToLeft its direction.
	Original     string
	OriginalLang string
	RightToLeft  bool

	Note   string    // what the value is, where the label does not say it
	Href   string    // address that the value leads to
	ISSN   issn.ISSN // serial that the value leads to
	Search Search    // search that the value leads to
}

// Search is what a search for a value would look at.
type Search uint8

// The searches that values lead to. The zero Search is none.
const (
	NoSearch Search = iota
	SearchSubject
	SearchPublisher
	SearchPlace
	SearchCorporate
)

// String is the search in lower case, for example "publisher"; "" for none.
func (s Search) String() string {
	switch s {
	case SearchSubject:
		return "subject"
	case SearchPublisher:
		return "publisher"
	case SearchPlace:
		return "place"
	case SearchCorporate:
		return "corporate"
	}
	return ""
}

// Labelled is the record as people read it: every value under a label in
// English, codes in words, titles and names with their original script, in the
// sections identifiers, titles, publication, subjects, related, indexing,
// preservation, links, notes and record. A view that is minimum has the
// sections identifiers and record only.
func Labelled(v *register.View) []Section { return new(Labels).Of(v) }

// Labels is the memory of sections, to be used for one record after another.
// The zero Labels is ready.
type Labels struct {
	sections []Section
	rows     []Row
	values   []Value
}

// Of is Labelled in this memory: what it gave before is no more.
func (l *Labels) Of(v *register.View) []Section {
	b := labeller{v: v, r: v.MARC(), fields: indexFields(v.MARC()), lang: language008(v.MARC()), Labels: l.emptied(len(v.MARC().Fields))}
	b.section("identifiers", "Identifiers", b.identifiers)
	if !v.Minimum() {
		b.section("titles", "Titles", b.titles)
		b.section("publication", "Publication", b.publication)
		b.section("subjects", "Subjects", b.subjects)
		b.section("related", "Related titles", b.related)
		b.section("indexing", "Abstracting and indexing", b.indexing)
		b.preservation()
		b.section("links", "Links", b.links)
		b.section("notes", "Notes", b.notes)
	}
	b.section("record", "Record information", b.record)
	b.fields.done()
	*l = b.Labels
	return b.sections
}

// emptied is the memory without what was in it, with room for what is made of
// a number of fields. What a huge record has needed is not kept.
func (l *Labels) emptied(fields int) Labels {
	const kept = 1000
	clear(l.sections)
	clear(l.rows)
	clear(l.values)
	if cap(l.values) > kept {
		l.rows, l.values = nil, nil
	}
	return Labels{
		slices.Grow(l.sections[:0], 10), slices.Grow(l.rows[:0], fields/2+8), slices.Grow(l.values[:0], fields+8),
	}
}

// labeller builds sections. Rows and values of all of them share one array
// each.
type labeller struct {
	v      *register.View
	r      *marc.Record
	fields *fieldIndex
	lang   string // MARC code of the language of the text, or ""
	Labels
}

// section adds a section with the rows that fill adds, if there are any.
func (b *labeller) section(id, title string, fill func()) {
	start := len(b.rows)
	fill()
	if n := len(b.rows); n > start {
		b.sections = append(b.sections, Section{ID: id, Title: title, Rows: b.rows[start:n:n]})
	}
}

// row adds a row with the values that were added since there were start of
// them, if there are any.
func (b *labeller) row(label string, start int) {
	if n := len(b.values); n > start {
		b.rows = append(b.rows, Row{Label: label, Values: b.values[start:n:n]})
	}
}

// add adds a value, unless it is empty.
func (b *labeller) add(v Value) {
	if v.Text != "" {
		b.values = append(b.values, v)
	}
}

// text adds a row with one value, unless that is empty.
func (b *labeller) text(label, s string) {
	start := len(b.values)
	b.add(Value{Text: s})
	b.row(label, start)
}

// each adds a row with the value of each field with the tag.
func (b *labeller) each(label string, tag marc.Tag, value func(*marc.Field) Value) {
	start := len(b.values)
	for f := range b.fields.each(tagNumber(tag)) {
		b.add(value(f))
	}
	b.row(label, start)
}

// paired is a value with its original script: text makes it of the field, and
// of the 880 that belongs to it.
func (b *labeller) paired(f *marc.Field, text func(*marc.Field) string) Value {
	v := Value{Text: text(f)}
	if alt := original(b.r, f); alt != nil {
		if s := text(alt); s != "" && s != v.Text {
			v.Original = s
			v.OriginalLang, v.RightToLeft = b.originalLang(alt)
		}
	}
	return v
}
