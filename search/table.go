package search

import (
	"issnd/cql"
	"issnd/register"
)

// Table is the list of access points, by which queries are compiled and records
// are indexed. It does not change once it is made.
type Table struct {
	points []*Point
	byName map[string]*Point
}

// ContextSet is a CQL context set that points have names in.
type ContextSet struct {
	Name  string // the prefix that stands for it where a query declares none
	URI   string
	Title string
}

// NewTable makes a table of points.
func NewTable(points ...*Point) (*Table, error) {
	return &Table{points: points, byName: map[string]*Point{}}, nil
}

// DefaultTable is the table of the points of Points.
func DefaultTable() (*Table, error) { return NewTable(Points()...) }

// Points lists the access points of a register of serials.
func Points() []*Point { return nil }

// Fields lists the fields of an index.
func (t *Table) Fields() []FieldInfo { return nil }

// Version is another one whenever documents are made otherwise, so that an
// index that was made with another version has to be made anew.
func (t *Table) Version() string { return "" }

// Find is the point that a query calls by the name, where the prefix
// assignments hold that stand in scopes, the outermost first.
func (t *Table) Find(n cql.Name, scopes ...[]cql.Prefix) (*Point, error) { return nil, nil }

// For lists the points that the viewer may use by name, in table order.
func (t *Table) For(v register.Viewer) []*Point { return t.points }

// ContextSets lists the context sets that the names of points are in.
func (t *Table) ContextSets() []ContextSet { return nil }

// Document is what is indexed of a record.
func (t *Table) Document(rec *register.Record) Document { return Document{ISSN: rec.ISSN, Gone: rec.Deleted} }
