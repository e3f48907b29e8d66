package sru

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"issnd/diagnostic"
)

// met says of each diagnostic that the server gives when that is, where the
// message does not.
var met = map[diagnostic.Code]string{
	diagnostic.GeneralSystemError:              "an error of the server, which its log explains",
	diagnostic.SystemTemporarilyUnavailable:    "the index is being made, or there is too much to do",
	diagnostic.AuthenticationError:             "an index needs a key, or nobody has the key",
	diagnostic.UnsupportedOperation:            "",
	diagnostic.UnsupportedVersion:              "the details have the highest one",
	diagnostic.UnsupportedParameterValue:       "the details have the parameter",
	diagnostic.MandatoryParameterMissing:       "",
	diagnostic.UnsupportedParameter:            "",
	diagnostic.UnsupportedParameterCombination: "a search without a query in 2.0",
	diagnostic.QuerySyntax:                     "",
	diagnostic.TooManyCharacters:               "",
	diagnostic.InvalidParentheses:              "one is missing, or there are too many",
	diagnostic.InvalidQuotes:                   "",
	diagnostic.UnsupportedContextSet:           "",
	diagnostic.UnsupportedIndex:                "also of an index whose terms cannot be listed",
	diagnostic.UnsupportedIndexCombination:     "the two sides of `prox` name different indexes",
	diagnostic.UnsupportedRelation:             "",
	diagnostic.UnsupportedModifier:             "",
	diagnostic.UnsupportedModifiers:            "",
	diagnostic.UnsupportedRelationForIndex:     "",
	diagnostic.TooManyCharactersInTerm:         "too many words",
	diagnostic.UnsupportedRelationForTerm:      "`within` needs two values",
	diagnostic.EmptyTerm:                       "the term has neither letters nor digits",
	diagnostic.MaskUnsupported:                 "in numbers and dates, or together with `/fuzzy`",
	diagnostic.MaskedWordTooShort:              "",
	diagnostic.TooManyMasks:                    "or the masks match too many words",
	diagnostic.AnchorUnsupported:               "`^` in codes, numbers and dates",
	diagnostic.AnchorPosition:                  "`^` within a term",
	diagnostic.ProximityWithAnchor:             "`^` in a term of `prox`",
	diagnostic.TermFormat:                      "no number, date or ISSN",
	diagnostic.TooManyBooleans:                 "too many search clauses",
	diagnostic.ProximityUnsupported:            "a side of `prox` is not one clause on words",
	diagnostic.UnsupportedProximityRelation:    "",
	diagnostic.UnsupportedProximityDistance:    "",
	diagnostic.UnsupportedProximityUnit:        "the unit is `word`",
	diagnostic.UnsupportedProximityOrdering:    "",
	diagnostic.UnsupportedProximityModifier:    "a modifier twice",
	diagnostic.UnsupportedBooleanModifier:      "",
	diagnostic.CannotProcessQuery:              "the search took too long: ask for less at once",
	diagnostic.QueryFeatureUnsupported:         "a facet of an index that has none; a word too long for `/fuzzy`",
	diagnostic.MaskPosition:                    "`?` beside a character of Chinese, Japanese or Thai",
	diagnostic.ResultSetsUnsupported:           "",
	diagnostic.PartialValid:                    "there was no time for the order or the facets; the count is exact",
	diagnostic.TooManyRecords:                  "a phrase of the set `marc` has too many candidates: name another index too",
	diagnostic.FirstRecordOutOfRange:           "",
	diagnostic.NoSuchRecord:                    "it has been withdrawn since it was found",
	diagnostic.UnknownSchema:                   "",
	diagnostic.NotInSchema:                     "",
	diagnostic.UnsupportedPacking:              "",
	diagnostic.XPathUnsupported:                "",
	diagnostic.UnsupportedSortSequence:         "a sort modifier that there is not, or `sortKeys` of another form",
	diagnostic.TooManySortKeys:                 "",
	diagnostic.UnsupportedSortSchema:           "",
	diagnostic.UnsupportedSortPath:             "results cannot be ordered by the index",
	diagnostic.UnsupportedSortDirection:        "",
	diagnostic.UnsupportedSortCase:             "upper and lower case are one",
	diagnostic.UnsupportedMissingValue:         "",
	diagnostic.SortMissingValue:                "`missingFail`, and a record has no value",
	diagnostic.SortQueryPrevails:               "",
	diagnostic.StylesheetsUnsupported:          "only clients apply them",
	diagnostic.UnsupportedStylesheet:           "",
	diagnostic.ResponsePositionRange:           "",
}

func docDiagnostics(t *testing.T) string {
	given := givenDiagnostics(t)
	var b strings.Builder
	b.WriteString("\n| Number | Message | When |\n|---|---|---|\n")
	for _, c := range slices.Sorted(maps.Keys(given)) {
		when, known := met[c]
		if !known {
			t.Errorf("%d, %s, is given, and nothing says when", c, c)
		}
		fmt.Fprintf(&b, "| %d | %s | %s |\n", c, c, when)
	}
	if len(met) > len(given) {
		t.Errorf("%d diagnostics are explained, %d given", len(met), len(given))
	}
	return b.String()
}

// givenDiagnostics is the diagnostics that the sources of the search name.
func givenDiagnostics(t *testing.T) map[diagnostic.Code]bool {
	t.Helper()
	sources := func(dir string) string {
		var all strings.Builder
		files, err := filepath.Glob(filepath.Join("..", dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(f, "_test.go") {
				all.Write(text)
			}
		}
		return all.String()
	}
	numbers := map[string]diagnostic.Code{}
	for _, m := range regexp.MustCompile(`(\w+) +Code = (\d+)`).FindAllStringSubmatch(sources("diagnostic"), -1) {
		n, _ := strconv.Atoi(m[2])
		numbers[m[1]] = diagnostic.Code(n)
	}
	given := map[diagnostic.Code]bool{}
	for _, dir := range []string{"cql", "search", filepath.Join("search", "bleveindex"), "sru"} {
		for _, m := range regexp.MustCompile(`diagnostic\.(\w+)`).FindAllStringSubmatch(sources(dir), -1) {
			if c, ok := numbers[m[1]]; ok {
				given[c] = true
			}
		}
	}
	return given
}
