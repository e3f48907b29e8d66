package search

import (
	"issnd/register"
)

// Kind is what sort of values a point has.
type Kind uint8

// The kinds of points. Their relations are those of Kind.Relations.
const (
	Text       Kind = iota + 1 // words, with places
	Code                       // a value of a list, or an identifier
	Number                     // a whole number, years too
	Date                       // a day, YYYY-MM-DD; a year or a month stands for all its days
	Everything                 // made of other points: Members
)

// Point is an access point: something that can be searched. A point is data:
// to add one is to add a row to the table of points.
type Point struct {
	// Names are the CQL names, context set and name: "issn.keyTitle",
	// "bath.keyTitle". The first is canonical.
	Names []string
	Title string // for people
	Kind  Kind
	// Tier is who may use the point by name. What is public of it is found by the
	// public in points that it is a member of.
	Tier register.Tier

	Scan     bool // its terms can be listed
	Headings bool // of a Text: whole values are indexed too, and can be listed
	Leads    bool // of a Text: records come first in which a value begins with what is sought
	Sort     bool // results can be ordered by it
	Facet    bool // results can be counted by it: a Code or Number with few values

	// SortAs is the canonical name of another point whose order is also that of
	// this one; "" if it has its own.
	SortAs string

	// Values appends the values that a view has, as they stand in the record.
	Values func(dst []string, v *register.View) []string
	// Normal is the form in which a Code, Number or Date is indexed and sought, in
	// small letters; false if a term cannot be one. What it returns it returns
	// again. Nil is the text in small letters, without space around it.
	Normal func(term string) (string, bool)
	// Masked is the patterns of the normal forms that a Code with masks stands
	// for, a part for each mask and each piece of text between them; false if there
	// can be none. Nil is the parts in small letters.
	Masked func(parts []Part) ([]Pattern, bool)
	// SortKey is the value to sort by; nil is the first of Values, which is no order
	// of words.
	SortKey func(v *register.View) string
	// Label is an indexed value of a Code for people: "fre" is "French". Nil means
	// that the value is its own label.
	Label func(value string) string

	// Members are the points that an Everything is made of, by canonical name.
	// None of them is an Everything.
	Members []string

	number bool // its values are ISSNs
	marc   path // of a point of the context set marc, which is in no table
}

// For reports whether the viewer may use the point by name.
func (p *Point) For(v register.Viewer) bool { return p.Tier == register.Released || !v.Public() }

// Name is the canonical name without its context set: "keyTitle".
func (p *Point) Name() string { return base(p.Names[0]) }

func base(name string) string {
	for i := range name {
		if name[i] == '.' {
			return name[i+1:]
		}
	}
	return name
}
