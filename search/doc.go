// Package search finds records: it knows what can be searched and for whom,
// turns a CQL query into a plan for an index, and turns what the index finds
// into views. It knows no engine.
//
// # Points
//
// An access point is a row of the table of points (Points, Table). CQL names,
// relations, explain, scan, facets, sort keys, the form and the index itself are
// made from that row. Names are in the context sets of ContextSets; those of
// this register, http://issn.org/cql-context-set/1/issn-v1.0, are the canonical
// ones. The points of the set marc are not rows: every data field and subfield
// that a key shows, the fields of controlFields and the coded positions of
// positionList have one.
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
// A point that shows more than released elements is for viewers with a key, who
// are the only ones to use it by name (Point.Tier). What records of the open
// access directory show the public of it is found by the public with the point
// "anywhere", because such records are complete for everyone.
//
// # Fields
//
// A point of words has a field of words with their positions, in which Start
// and End stand before and after each value, and positions leap between
// values; and, if its headings can be listed, a field of whole values. A point
// of codes, numbers or dates has a field of whole values only. A point that is
// made of others is sought in the fields of its members; it has a field of its
// own for the little that is not there as it is sought: ISSNs in text and codes in
// their one form, and the words of codes. A point to sort by has a field of keys. The
// field marc has the words of every subfield, some control fields and the coded
// positions, for viewers with a key.
//
// Words and values are folded (Fold) before they are indexed or sought. In
// scripts that put no space between words each character is a term, and each two
// that touch are one at the same place as the first: a word of several characters
// is a phrase of such pairs.
//
// # Queries
//
// A query means for words: = and adj, words that follow each other; all and any,
// each word of the term; == and exact, a whole value, of which the first 240
// bytes count; <>, what has a value and not this one. The masks * and ? stand
// within words, ^ stands for the start or the end of a value. For numbers and
// dates the relations of order and within hold, and a year or a month is all of
// its days. What a point cannot be asked is refused with the diagnostic that says
// what: nothing is ignored silently.
//
// Without sortby, records come first whose key title or title proper is what was
// looked for, then those in which it is the beginning, then those that have all
// words in titles, then the others; and among equals the order is that of titles.
package search
