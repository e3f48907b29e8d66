// Package cql reads and writes the Contextual Query Language, versions 1.2
// and 2.0 (OASIS searchRetrieve Part 5), at conformance level 2: every query
// of the grammar parses, and what does not is refused with the diagnostic and
// the place.
//
//	q, err := cql.Parse(`dc.title = "annual review" sortby dc.date`, cql.DefaultLimits())
//
// The package knows the grammar and nothing of what words mean: context sets,
// indexes, relations and modifiers stay as they were written, for the caller
// to accept or refuse.
package cql
