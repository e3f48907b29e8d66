// Package search finds records: it knows what can be searched and for whom,
// turns a CQL query into a plan for an index, and turns what the index finds
// into views. It knows no engine.
//
// # Points
//
// An access point is a row of the table of points (Table). CQL names, relations,
// explain, scan, facets, sort keys, the form and the index itself are made from
// that row.
//
// # Two audiences
//
// Every point has two fields in the index. Its public field holds what the
// public may see of records that the public may find, taken from the very View
// that the public is shown; its extra field holds what only a viewer with a key
// may see besides. The public searches public fields and nothing else, and so
// does everything that is made of them: counts, facets, scan, sort keys,
// suggestions. A viewer with a key searches both. No query, however it is put,
// can tell the public what is in an extra field.
//
// # Fields
//
// A point of words has a field of words with their positions, in which Start
// and End stand before and after each value, and positions leap between
// values; and, if it can be scanned or sorted by headings, a field of whole
// values. A point of codes, numbers or dates has a field of whole values only.
// Words and values are folded (Fold) before they are indexed or sought.
package search
