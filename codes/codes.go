// Package codes holds the code lists that records of a register of serials
// use: countries, languages, the coded positions of MARC 21 008, the terms of
// 336 to 338, relations between serials, ISSN centres and keepers.
//
// Each list is a table in tab-separated text with a line of headings. It is
// read once, at the first look-up, and does not change afterwards. A code that
// is in no table is still valid data: look-ups say that they do not know it
// and callers keep it.
package codes

import (
	"embed"
	"strings"
)

//go:embed *.tsv
var tables embed.FS

// rows yields the fields of each line of an embedded table after its headings.
func rows(name string) func(yield func([]string) bool) {
	text, err := tables.ReadFile(name)
	if err != nil {
		panic("codes: " + err.Error()) // the name is a constant of this package
	}
	return func(yield func([]string) bool) {
		first := true
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSuffix(line, "\n")
			if !first && line != "" && !yield(strings.Split(line, "\t")) {
				return
			}
			first = false
		}
	}
}
