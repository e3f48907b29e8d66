package codes

import "sync"

// List is a list of one-character codes.
type List uint8

// The lists of MARC 21 008 for continuing resources, and of the second
// indicator of 246.
const (
	PublicationStatus List = iota // 008/06
	Frequency                     // 008/18; values are terms of the DCMI frequency vocabulary
	Regularity                    // 008/19
	ResourceType                  // 008/21
	FormOfOriginal                // 008/22
	FormOfItem                    // 008/23
	Alphabet                      // 008/33; values are ISO 15924 script codes
	VariantTitle                  // 246 second indicator
	listCount
)

var listNames = [listCount]string{
	"status", "frequency", "regularity", "type", "original", "form", "alphabet", "variant",
}

type fixedEntry struct{ label, value string }

type fixedTable struct {
	entries [128]fixedEntry
	codes   []byte
}

var fixed = sync.OnceValue(func() *[listCount]fixedTable {
	var t [listCount]fixedTable
	byName := map[string]*fixedTable{}
	for i := range t {
		byName[listNames[i]] = &t[i]
	}
	for f := range rows("fixed.tsv") {
		list, code := byName[f[0]], f[1][0]
		if code == '#' {
			code = ' '
		}
		list.entries[code] = fixedEntry{f[2], f[3]}
		list.codes = append(list.codes, code)
	}
	return &t
})

// Label is the English label of a code, or "" for a code that is not in the
// list, the fill character among them.
func (l List) Label(code byte) string { return l.entry(code).label }

// Value is what a code stands for in another vocabulary, see the constants;
// "" where there is nothing.
func (l List) Value(code byte) string { return l.entry(code).value }

// Has reports whether the code is in the list.
func (l List) Has(code byte) bool { return l.entry(code).label != "" }

// All yields the codes of the list and their labels.
func (l List) All() func(yield func(code byte, label string) bool) {
	return func(yield func(byte, string) bool) {
		if l >= listCount {
			return
		}
		for _, c := range fixed()[l].codes {
			if !yield(c, l.Label(c)) {
				return
			}
		}
	}
}

func (l List) entry(code byte) fixedEntry {
	if l >= listCount || code >= 128 {
		return fixedEntry{}
	}
	return fixed()[l].entries[code]
}
