package codes

import "sync"

// Language is one entry of the MARC code list for languages.
type Language struct {
	Code     string // three small letters
	Label    string // in English
	Obsolete bool
}

type languageTables struct {
	byCode map[string]Language
	all    []Language
}

var languages = sync.OnceValue(func() *languageTables {
	t := &languageTables{byCode: map[string]Language{}}
	for f := range rows("languages.tsv") {
		l := Language{Code: f[0], Label: f[1], Obsolete: f[2] != ""}
		t.byCode[l.Code] = l
		t.all = append(t.all, l)
	}
	return t
})

// LookupLanguage finds a MARC language code.
func LookupLanguage(code string) (Language, bool) {
	l, ok := languages().byCode[code]
	return l, ok
}

// Languages yields the MARC language codes in order.
func Languages() func(yield func(Language) bool) { return each(languages().all) }
