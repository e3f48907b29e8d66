package search

import "slices"

// Points lists the access points of a register of serials, in the order in
// which people are told of them. To add one is to add a row in one of the lists
// that this one is made of.
func Points() []*Point {
	return slices.Concat(
		[]*Point{{Names: []string{allRecords}, Title: "All records", Kind: Everything}},
		textPoints(), titlePoints(), issnPoints(), codePoints(), datePoints(), otherPoints(),
	)
}

// allRecords is the point that finds every record, whatever the term.
const allRecords = "cql.allRecords"

// contextSets lists the context sets that points have names in. The order is
// that in which a name without a prefix is looked up.
var contextSets = []ContextSet{
	{"issn", "http://issn.org/cql-context-set/1/issn-v1.0", "ISSN Register"},
	{"cql", "info:srw/cql-context-set/1/cql-v1.2", "CQL"},
	{"dc", "info:srw/cql-context-set/1/dc-v1.1", "Dublin Core"},
	{"bath", "http://zing.z3950.org/cql/bath/2.0/", "Bath profile"},
	{"rec", "info:srw/cql-context-set/2/rec-1.1", "Record metadata"},
	{"bib", "info:srw/cql-context-set/1/bib-v1.0", "Bibliographic searching"},
	{marcSet, "info:srw/cql-context-set/1/marc-1.1", "MARC 21: fields (245), subfields (245$a), positions (008.18)"},
	{"sort", "info:srw/cql-context-set/1/sort-v1.0", "Sorting"},
}

// otherURIs are further identifiers of context sets: of other versions, and
// forms that clients send.
var otherURIs = map[string]string{
	"info:srw/cql-context-set/1/cql-v1.1":                "cql",
	"info:srw/cql-context-set/1/cql-v2.0":                "cql",
	"http://docs.oasis-open.org/ns/search-ws/cql":        "cql",
	"http://www.loc.gov/zing/cql/context-sets/cql/v1.1/": "cql",
	"http://purl.org/dc/elements/1.1/":                   "dc",
	"http://www.loc.gov/zing/cql/dc-indexes/v1.0/":       "dc",
	"info:srw/cql-context-set/2/rec-1.0":                 "rec",
	"http://zing.z3950.org/cql/bath/2.0":                 "bath",
	"info:srw/cql-context-set/1/marc-v1.1":               marcSet,
	"info:srw/cql-context-set/1/marc-v1.0":               marcSet,
}
