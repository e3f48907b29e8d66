package search

import (
	"context"

	"issnd/issn"
)

// Plan is a query that has been checked and worked out for a viewer, in terms
// of fields and terms of the index. It needs no further analysis.
type Plan struct {
	Query  Node
	Public bool // only what the public may find

	// Rank is what comes first: documents that match an earlier node come before
	// those that match only a later one or none.
	Rank []Node
	// Sort is the order within the same rank. At the end ISSNs decide, so that an
	// order is total and pages neither overlap nor leave gaps.
	Sort []SortField
}

// SortField is one key of an order: the term of a document in the last of the
// fields in which it has one. The fields are made for sorting and have at most
// one term a document.
type SortField struct {
	Fields     []string
	Descending bool
	// Missing says where documents without a term stand.
	Missing Missing
	Value   string // with MissingValue: the term that they are given
}

// Missing is what becomes of a document that has no value to sort by (context
// set sort 1.0).
type Missing uint8

// The ways to sort what has no value.
const (
	MissingHigh  Missing = iota // after all values, before them if descending
	MissingLow                  // before all values, after them if descending
	MissingOmit                 // left out of the result
	MissingFail                 // the search fails
	MissingValue                // as if it had SortField.Value
)

// Node is a set of documents: one of the types below.
type Node interface{ node() }

// All is every document that the plan's audience may find.
type All struct{}

// None is no document.
type None struct{}

// And is the documents that are in all of the nodes; of no nodes, All.
type And struct{ Nodes []Node }

// Or is the documents that are in any of the nodes; of no nodes, None.
type Or struct{ Nodes []Node }

// AndNot is the documents of Keep that are not in Drop.
type AndNot struct{ Keep, Drop Node }

// Term is the documents with the term in any of the fields.
type Term struct {
	Fields []string
	Term   string
}

// Range is the documents with a term from From to To in any of the fields, in
// the order of bytes. An empty bound is open.
type Range struct {
	Fields           []string
	From, To         string
	OpenFrom, OpenTo bool // the bound itself is not in the range
}

// Matching is the documents with a term in any of the fields that Pattern
// matches.
type Matching struct {
	Fields  []string
	Pattern Pattern
}

// Phrase is the documents that have, in one of the fields, terms at places that
// follow each other, each as the slot says.
type Phrase struct {
	Fields []string
	Slots  []Pattern
}

// Near is the documents that have, in one of the fields, both phrases at a
// distance (CQL prox, unit word): 1 means that one follows the other.
type Near struct {
	Fields      []string
	Left, Right []Pattern
	Distance    Distance
	Ordered     bool // Left comes first
}

// Distance compares the distance of two words with a number.
type Distance struct {
	Comparison string // one of < <= = >= > <>
	Words      int
}

// Filter is the documents of Of for which Keep is true. It serves what the
// index alone cannot tell. Keep is asked about those documents of Of that the
// nodes with which it stands in an And, and the Drop of an AndNot whose Keep it
// is, leave over, and once about each. More than Max are too many: the search
// fails with diagnostic 60.
type Filter struct {
	Of   Node
	Max  int
	Keep func(ctx context.Context, ids []issn.ISSN) ([]bool, error)
}

// Pattern matches terms: literally, or with masks, or with typing errors.
type Pattern struct {
	Parts []Part // a literal term is one part
	// Edits is how many letters may be wrong, missing or too many, 0 to 2; only
	// without masks.
	Edits uint8
}

// Part is a piece of a pattern.
type Part struct {
	Text string // literal text, with Any and One false
	Any  bool   // any run of characters, also none
	One  bool   // exactly one character
}

// Literal is a pattern that matches one term.
func Literal(term string) Pattern { return Pattern{Parts: []Part{{Text: term}}} }

// Term is the term of a literal pattern.
func (p Pattern) Term() (string, bool) {
	if p.Edits > 0 || len(p.Parts) != 1 || p.Parts[0].Any || p.Parts[0].One {
		return "", false
	}
	return p.Parts[0].Text, true
}

func (All) node()       {}
func (None) node()      {}
func (*And) node()      {}
func (*Or) node()       {}
func (*AndNot) node()   {}
func (*Term) node()     {}
func (*Range) node()    {}
func (*Matching) node() {}
func (*Phrase) node()   {}
func (*Near) node()     {}
func (*Filter) node()   {}
