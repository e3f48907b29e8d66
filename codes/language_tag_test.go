package codes

import "testing"

func TestLanguageTag(t *testing.T) {
	for code, want := range map[string]string{
		"eng": "en", "fre": "fr", "ger": "de", "heb": "he",
		"haw": "haw", // has no two-letter code
		"mul": "mul",
		"xxx": "und", "": "und", "|||": "und",
	} {
		if got := LanguageTag(code); got != want {
			t.Errorf("LanguageTag(%q) = %q, want %q", code, got, want)
		}
	}
}

// Every language of the table is one of the MARC list.
func TestLanguageTagsAreLanguages(t *testing.T) {
	n := 0
	for code := range languageTags() {
		n++
		if _, ok := LookupLanguage(code); !ok {
			t.Errorf("%q is not in the list of languages", code)
		}
	}
	if n < 180 {
		t.Errorf("only %d languages", n)
	}
}
