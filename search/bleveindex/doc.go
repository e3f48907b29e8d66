// Package bleveindex is a search.Index in a directory of bleve: bleve's scorch
// keeps dictionaries and postings, and this package works on the postings of
// its segments as bitmaps. Nothing is scored and nothing is analysed: terms are
// given, and every count is exact.
//
// # Directory
//
//	CURRENT     the name of the generation that is searched
//	gen-*/      generations: each is one index of scorch
//
// A generation carries the version of the fields that it was built with, and
// its place in the change log, in the same transaction as its documents. Build
// makes another generation and, when it is complete and on disk, names it in
// CURRENT by a rename; until then, and after a crash at any moment, the old one
// stands. What nobody has open is removed when the directory is next opened.
//
// # States
//
// Scorch makes a new snapshot with every batch, and also when it writes
// segments to disk or merges them. A view is a snapshot as searches see it, with
// what has been worked out for it: the documents that may be found, and recent
// results. A shard is what is remembered of one segment for as long as it
// lives: ISSNs by document number, the bitmaps of facets, samples of
// dictionaries.
//
// # Order
//
// Terms to sort by are given labels, numbers in the order of the terms, with
// gaps in which those of later documents find room (labels). A segment then
// needs one number a document, and its documents in the order of the numbers. A
// page of many documents is found by going through that order from the nearer
// end, and counting (walk); one of few by looking at the number of each, once for
// the first pages (least), or twice, wherever in the result the page is (narrow).
package bleveindex
