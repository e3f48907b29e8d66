package codes

import (
	"strings"
	"sync"
)

// Country is one entry of the MARC code list for countries, which also has
// states, provinces and territories.
type Country struct {
	Code     string // two or three small letters
	Label    string // in English
	ISO      string // the ISO 3166 alpha-2 code in capitals, "" if none corresponds
	Obsolete bool
}

// State is one entry of ISO 3166-1.
type State struct {
	Code  string // alpha-2 in capitals
	Label string // English short name
	Upper string // the same in capitals
}

type countryTables struct {
	marc   map[string]Country
	states map[string]State
	all    []Country
}

var countries = sync.OnceValue(func() *countryTables {
	t := &countryTables{marc: map[string]Country{}, states: map[string]State{}}
	for f := range rows("countries.tsv") {
		c := Country{Code: f[0], Label: f[1], ISO: f[2], Obsolete: f[3] != ""}
		t.marc[c.Code] = c
		t.all = append(t.all, c)
	}
	for f := range rows("iso3166.tsv") {
		t.states[f[0]] = State{Code: f[0], Label: f[1], Upper: strings.ToUpper(f[1])}
	}
	return t
})

// LookupCountry finds a MARC country code, without trailing space.
func LookupCountry(code string) (Country, bool) {
	c, ok := countries().marc[code]
	return c, ok
}

// LookupState finds an ISO 3166 alpha-2 code in capitals.
func LookupState(code string) (State, bool) {
	s, ok := countries().states[code]
	return s, ok
}

// Countries yields the MARC country codes in order.
func Countries() func(yield func(Country) bool) { return each(countries().all) }

func each[T any](all []T) func(yield func(T) bool) {
	return func(yield func(T) bool) {
		for _, v := range all {
			if !yield(v) {
				return
			}
		}
	}
}
