package search

import (
	"context"

	"issnd/issn"
	"issnd/register"
)

// Index is an engine that keeps documents and finds them. It is safe for use by
// several goroutines; searches go on while documents are applied, and each sees
// one state of the index throughout. A context that is done ends a call with
// its error, soon.
//
// An error that a person can do something about is a *diagnostic.Diagnostic: a
// pattern that matches too many terms, a filter with too many candidates.
type Index interface {
	// Search finds what a plan asks for.
	Search(ctx context.Context, p *Plan, w Window) (*Hits, error)
	// Terms lists terms of the fields, in order of bytes.
	Terms(ctx context.Context, r TermsRequest) (Terms, error)
	// Position is up to where in which change log the index is complete, exactly.
	Position(ctx context.Context) (Position, error)
	// Apply replaces the documents with the same ISSNs, all or nothing, together
	// with the position. When it returns, searches find them. They may be lost in
	// a crash, and then so is the position.
	Apply(ctx context.Context, docs []Document, at Position) error
	// Documents is how many documents there are.
	Documents(ctx context.Context) (uint64, error)
	Close() error
}

// Position is a place in the change log of a store. The zero Position is that
// of an index in which nothing is.
type Position = register.Position

// Document is what is indexed of one record.
type Document struct {
	ISSN   issn.ISSN
	Gone   bool // there is nothing to find under the ISSN any more; no fields
	Public bool // the public may find it
	Fields []FieldTokens
}

// FieldTokens is the terms of a document in one field.
type FieldTokens struct {
	Field  string // FieldInfo.Name
	Tokens []Token
}

// Token is a term at a place. Fields without positions have each term once, and
// Pos is 0.
type Token struct {
	Term string
	Pos  uint32 // ascending in a field
}

// FieldInfo is a field of the index.
type FieldInfo struct {
	Name      string
	Positions bool // places of terms are kept, for Phrase and Near
	Sort      bool // has at most one term a document, to sort by
	Facet     bool // is counted by term; has few terms
}

// Window is the part of a result that is wanted, and what is counted beside.
type Window struct {
	Offset uint64 // of the first record, from 0
	Limit  int    // 0 for the counts alone
	Facets []FacetRequest
}

// FacetRequest asks for the terms of the fields among the hits, with counts.
type FacetRequest struct {
	Fields []string
	Offset int
	Limit  int // < 0 for all
	// ByTerm orders by term, else by count, the highest first, and then by term.
	ByTerm     bool
	Descending bool // with ByTerm: from the last; by count: the lowest first
	MinCount   uint64
}

// Hits is what a search found.
type Hits struct {
	Total  uint64 // exact
	ISSNs  []issn.ISSN
	Facets [][]TermCount // for each FacetRequest
	// Partial says that the order or the facets could not be finished in time; the
	// total is exact all the same.
	Partial bool
}

// TermCount is a term and how many documents have it.
type TermCount struct {
	Term  string
	Count uint64
}

// TermsRequest asks for terms around a place in a dictionary.
type TermsRequest struct {
	Fields []string
	Public bool   // count only what the public may find
	From   string // the place: the first term that is not less
	Before int    // how many terms before the place
	After  int    // how many from the place on
	Prefix string // only terms that begin so
}

// Terms is a part of a dictionary, in order of bytes, without terms that no
// document has.
type Terms struct {
	Before, After []TermCount
	First, Last   bool // the list begins with the first term, ends with the last
}
