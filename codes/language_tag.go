package codes

import "sync"

var languageTags = sync.OnceValue(func() map[string]string {
	t := map[string]string{}
	for f := range rows("language_tags.tsv") {
		t[f[0]] = f[1]
	}
	return t
})

// LanguageTag is the BCP 47 language subtag of a MARC language code: the
// shortest ISO 639 code, which BCP 47 §2.2.1 demands, so "en" for "eng", else
// the code itself. It is "und" for a code that is not one of the list.
func LanguageTag(code string) string {
	if tag, ok := languageTags()[code]; ok {
		return tag
	}
	if l, ok := LookupLanguage(code); ok && !l.Obsolete {
		return code
	}
	return "und"
}
