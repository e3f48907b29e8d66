package sru

import (
	"fmt"
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
	"issnd/search"
	"issnd/search/bleveindex"
)

func docLimits() string {
	query, more, one := cql.DefaultLimits(), search.QueryBounds(), search.DefaultLimits()
	var b strings.Builder
	b.WriteString("\n| What | At most | Else |\n|---|---|---|\n")
	for _, l := range []struct {
		what string
		most any
		code diagnostic.Code
	}{
		{"bytes of a query", query.Bytes, diagnostic.TooManyCharacters},
		{"search clauses", query.Clauses, diagnostic.TooManyBooleans},
		{"parentheses within each other", query.Depth, diagnostic.InvalidParentheses},
		{"words of a term", more.Words, diagnostic.TooManyCharactersInTerm},
		{"masks in a word", more.Masks, diagnostic.TooManyMasks},
		{"terms that all masked words of a query stand for", bleveindex.DefaultMaxTerms, diagnostic.TooManyMasks},
		{"terms that a masked word of a phrase or of `prox` stands for", bleveindex.DefaultMaxPhraseTerms, diagnostic.TooManyMasks},
		{"words of distance in `prox`", more.Distance, diagnostic.UnsupportedProximityDistance},
		{"sort keys", more.SortKeys, diagnostic.TooManySortKeys},
		{"facets", one.Facets, diagnostic.UnsupportedParameterValue},
		{"time of a search", one.Time, diagnostic.CannotProcessQuery},
		{"records that are read to decide whether a phrase or `==` of the set `marc` matches", one.Checked, diagnostic.TooManyRecords},
	} {
		fmt.Fprintf(&b, "| %s | %v | %d |\n", l.what, l.most, l.code)
	}
	fmt.Fprintf(&b, "\nA word with masks needs %d other characters, a code one (29). Of a value, %d bytes count for `==`, for the list of values and for the order.\n",
		more.Letters, more.Value)
	return b.String()
}
