package codes

import "sync"

// Keeper is an agency that archives serials for the long term.
type Keeper struct{ Code, Name string }

var keepers = sync.OnceValue(func() []Keeper {
	var all []Keeper
	for f := range rows("keepers.tsv") {
		all = append(all, Keeper{Code: f[0], Name: f[1]})
	}
	return all
})

// Keepers yields the known keepers by code.
func Keepers() func(yield func(Keeper) bool) { return each(keepers()) }

// LookupKeeper finds the keeper with the code.
func LookupKeeper(code string) (Keeper, bool) {
	for _, k := range keepers() {
		if k.Code == code {
			return k, true
		}
	}
	return Keeper{}, false
}
