package register

import (
	"slices"
	"strings"
	"sync"

	"issnd/codes"
)

var (
	mediumSets = [mediaCount]string{
		Print: "medium:print", Online: "medium:online",
		DigitalCarrier: "medium:digital-carrier", OtherMedium: "medium:other",
	}
	// mediaBySet is the media in the order of the names of their sets.
	mediaBySet = func() (all [mediaCount]Medium) {
		for m := range all {
			all[m] = Medium(m)
		}
		slices.SortFunc(all[:], func(a, b Medium) int { return strings.Compare(mediumSets[a], mediumSets[b]) })
		return all
	}()
	statusSets = func() (sets [len(statusNames)]string) {
		for i, name := range statusNames {
			sets[i] = "status:" + name
		}
		return sets
	}()
)

// appendSets appends the sets of the media in order.
func (s Media) appendSets(dst []string) []string {
	for _, m := range mediaBySet {
		if s.Has(m) {
			dst = append(dst, mediumSets[m])
		}
	}
	return dst
}

// setCodeTables is the sets of the codes of closed lists.
type setCodeTables struct {
	countries map[string]string // by MARC country code
	states    map[string]string // by ISO 3166 alpha-2 code in small letters
	languages map[string]string // by MARC language code
	regions   map[string]string // by MARC code of a state or another part of a country
}

// partOfCountry is the length of the MARC codes of states, provinces and other
// parts of a country; those of whole countries are shorter.
const partOfCountry = 3

// marcCountry marks a country that has a MARC code and none of ISO 3166.
const marcCountry = "marc-"

var setCodes = sync.OnceValue(func() *setCodeTables {
	const unknownPlace, undetermined = "xx", "und"
	t := &setCodeTables{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for c := range codes.Countries() {
		switch iso := strings.ToLower(c.ISO); {
		case iso != "":
			t.countries[c.Code] = "country:" + iso
			if len(c.Code) == partOfCountry {
				t.regions[c.Code] = "country:" + iso + ":" + c.Code
			}
		case c.Code != unknownPlace:
			t.countries[c.Code] = "country:" + marcCountry + c.Code
		}
	}
	for a := 'a'; a <= 'z'; a++ {
		for b := 'a'; b <= 'z'; b++ {
			iso := string([]rune{a, b})
			if _, ok := codes.LookupState(strings.ToUpper(iso)); ok {
				t.states[iso] = "country:" + iso
			}
		}
	}
	t.states["uk"] = t.states["gb"] // reserved in ISO 3166 for the same country
	for l := range codes.Languages() {
		if l.Code != undetermined {
			t.languages[l.Code] = "language:" + l.Code
		}
	}
	return t
})
