package codes

import "sync"

// Centre is one ISSN centre of 022 $2. The whole list belongs to the network
// and is not public: a code that is not known stays what it is.
type Centre struct {
	Code    string // as in 022 $2
	Name    string // in English
	Country string // ISO 3166 alpha-2
}

var centres = sync.OnceValue(func() []Centre {
	var all []Centre
	for f := range rows("centres.tsv") {
		all = append(all, Centre{Code: f[0], Name: f[1], Country: f[2]})
	}
	return all
})

// Centres yields the few centres whose codes are public, in the order of the
// table.
func Centres() func(yield func(Centre) bool) { return each(centres()) }

// LookupCentre finds the centre with the code.
func LookupCentre(code string) (Centre, bool) {
	for _, c := range centres() {
		if c.Code == code {
			return c, true
		}
	}
	return Centre{}, false
}
