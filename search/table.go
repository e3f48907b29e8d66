package search

// Table is the list of access points, by which queries are compiled and records
// are indexed.
type Table struct {
	points []*Point
	byName map[string]*Point
}
