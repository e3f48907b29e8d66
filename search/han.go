package search

import (
	_ "embed"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed han.txt
var hanText string

const firstHan, lastHan = 0x3400, 0x9FFF

// hanForms is by how far a character is from firstHan the one that it is
// searched as, or 0 for itself.
var hanForms = sync.OnceValue(func() *[lastHan - firstHan + 1]uint16 {
	var forms [lastHan - firstHan + 1]uint16
	for line := range strings.Lines(hanText) {
		if line[0] == '#' {
			continue
		}
		for pair := range strings.FieldsSeq(line) {
			from, n := utf8.DecodeRuneInString(pair)
			to, _ := utf8.DecodeRuneInString(pair[n:])
			forms[from-firstHan] = uint16(to)
		}
	}
	return &forms
})
