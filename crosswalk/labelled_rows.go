package crosswalk

import (
	"strings"

	"issnd/codes"
	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// originalLang is the language tag and the direction of an 880. Its language
// is that of the text of the serial where both go together, else not known.
func (b *labeller) originalLang(alt *marc.Field) (tag string, rtl bool) {
	s := script(alt, b.lang)
	tag = "und"
	if b.lang != "" && s != "Latn" {
		tag = codes.LanguageTag(b.lang)
		if !writtenIn(b.lang, s) {
			tag = "und"
		}
	}
	if s != "" {
		tag += "-" + s
	}
	return tag, rightToLeft(s)
}

// titleLang is the language tag of a title of the serial itself, which is in
// the language of its text. Latin letters in a language that is written in
// others are a transliteration.
func (b *labeller) titleLang(title string) string {
	if b.lang == "" || b.lang == "eng" || b.lang == "mul" {
		return ""
	}
	tag := codes.LanguageTag(b.lang)
	if scriptOfText(title, b.lang) != "" {
		return tag
	}
	for i := range scripts {
		if writtenIn(b.lang, scripts[i].code) {
			return tag + "-Latn"
		}
	}
	if b.lang == "chi" {
		return tag + "-Latn"
	}
	return tag
}

// writtenIn reports whether text in the script may be in the language, so that
// a Chinese title of an English journal is not called English.
func writtenIn(lang, script string) bool {
	switch script {
	case "Arab":
		return strings.Contains("ara per urd pus kur uig snd", lang)
	case "Cyrl":
		return strings.Contains("rus ukr bel bul mac srp kaz kir tgk mon tat bak", lang)
	case "Grek":
		return lang == "gre" || lang == "grc"
	case "Hebr":
		return lang == "heb" || lang == "yid" || lang == "lad"
	case "Hani":
		return lang == "chi"
	case "Jpan":
		return lang == "jpn"
	case "Kore":
		return lang == "kor"
	case "Thai":
		return lang == "tha"
	case "Deva":
		return strings.Contains("hin mar nep san", lang)
	case "Taml":
		return lang == "tam"
	}
	return false
}

func (b *labeller) identifiers() {
	h := b.v.Head()
	b.number("ISSN", h.ISSN, identifierNote(h))
	if b.v.Minimum() {
		b.number("Replaced by", b.v.Replacement(), "")
		return
	}
	b.number("ISSN-L", h.ISSNL, "")
	b.number("ISSN-H", h.ISSNH, "")
	b.each022("Cancelled ISSN", 'z')
	b.each022("Incorrect ISSN", 'y')
	b.each022("Cancelled ISSN-L", 'm')
	b.each("CODEN", tag030, func(f *marc.Field) Value { return Value{Text: cleanText(f.Get('a'))} })
	b.number("Replaced by", b.v.Replacement(), "")
}

// identifierNote says of a number that is not in force why.
func identifierNote(h register.Head) string {
	if h.InForce() {
		return ""
	}
	return recordKind(h)
}

func (b *labeller) number(label string, id issn.ISSN, note string) {
	if id.IsZero() {
		return
	}
	start := len(b.values)
	b.add(Value{Text: id.String(), ISSN: id, Note: note})
	b.row(label, start)
}

func (b *labeller) each022(label string, code byte) {
	start := len(b.values)
	for f := range b.fields.each(22) {
		for s := range f.All(code) {
			b.add(Value{Text: cleanText(s)})
		}
	}
	b.row(label, start)
}

func (b *labeller) titles() {
	b.title("Key title", tag222, nil)
	b.title("Title proper", tag245, nil)
	b.each("Other title information", tag245, func(f *marc.Field) Value {
		return b.paired(f, func(f *marc.Field) string { return point(joinSubfields(f, "b")) })
	})
	b.title("Abbreviated key title", tag210, nil)
	b.title("Parallel title", tag246, func(f *marc.Field) bool { return f.Ind2 == '1' })
	b.title("Variant title", tag246, func(f *marc.Field) bool { return f.Ind2 != '1' })
	b.title("Former title", tag247, nil)
}

func (b *labeller) title(label string, tag marc.Tag, when func(*marc.Field) bool) {
	start := len(b.values)
	for f := range b.fields.each(tagNumber(tag)) {
		if when != nil && !when(f) {
			continue
		}
		v := b.paired(f, func(f *marc.Field) string { return titleOf(f, tag) })
		switch {
		case tag == tag222 || tag == tag245:
			v.Lang = b.titleLang(v.Text)
		case tag == tag246 && f.Ind2 != '1':
			v.Note = variantName(f.Ind2)
		}
		b.add(v)
	}
	b.row(label, start)
}

func (b *labeller) publication() {
	start := len(b.values)
	for m := range b.v.Head().Media.All() {
		b.add(Value{Text: mediumName(m)})
	}
	b.row("Medium", start)
	b.text("Country", countryName(b.r))
	current, earliest := currentPublication(b.r), earliestPublication(b.r)
	b.publisher("Publisher", "Place", current)
	if earliest != current {
		b.publisher("Earliest publisher", "Earliest place", earliest)
	}
	start = len(b.values)
	for _, tag := range [...]marc.Tag{tag110, tag710, tag711, tag720} {
		for f := range b.fields.each(tagNumber(tag)) {
			if f.Get('t') == "" {
				v := b.paired(f, func(f *marc.Field) string { return point(joinSubfields(f, "abcdn")) })
				v.Search, v.Href = SearchCorporate, isniAddress(f)
				b.add(v)
			}
		}
	}
	b.row("Corporate contributor", start)
	b.text("Dates", span(b.r))
	b.each("Numbering", tag362, b.statementOf("az"))
	b.text("Status", fixedLabel(b.r, codes.PublicationStatus, 6))
	if s := frequencyName(b.r); s != "" {
		b.text("Frequency", s)
	} else {
		b.each("Frequency", tag310, b.statementOf("ab"))
	}
	b.each("Former frequency", tag321, b.statementOf("ab"))
	b.text("Type of resource", typeName(b.r))
	start = len(b.values)
	for code := range languages(b.r) {
		b.add(Value{Text: languageName(code)})
	}
	b.row("Language", start)
	b.text("Alphabet of title", fixedLabel(b.r, codes.Alphabet, 33))
	if b.v.Head().OpenAccess {
		b.text("Access", "Open access")
	}
}

// statementOf makes a value of the subfields with the codes.
func (b *labeller) statementOf(codes string) func(*marc.Field) Value {
	return func(f *marc.Field) Value {
		return b.paired(f, func(f *marc.Field) string { return joinSubfields(f, codes) })
	}
}

// isniAddress is the address of the ISNI of a name, or "".
func isniAddress(f *marc.Field) string {
	for _, s := range f.Subfields {
		if s.Code == '0' || s.Code == '1' {
			if id := isni(s.Value); id != "" {
				return nsISNI + id
			}
		}
	}
	return ""
}

func (b *labeller) publisher(name, place string, f *marc.Field) {
	if f == nil {
		return
	}
	b.part(name, f, 'b', SearchPublisher)
	b.part(place, f, 'a', SearchPlace)
}

// part adds a row with one subfield of a publication statement.
func (b *labeller) part(label string, f *marc.Field, code byte, search Search) {
	start := len(b.values)
	v := b.paired(f, func(f *marc.Field) string { return point(statement(f.Get(code))) })
	v.Search = search
	b.add(v)
	b.row(label, start)
}

func (b *labeller) record() {
	b.text("Record status", recordKind(b.v.Head()))
	if code := centre(b.v); code != "" {
		start := len(b.values)
		v := Value{Text: centreName(code)}
		if v.Text != code {
			v.Note = code
		}
		b.add(v)
		b.row("ISSN centre", start)
	}
	if !b.v.Minimum() {
		b.text("Created", created(b.r))
	}
	b.text("Last updated", modifiedDate(b.v))
}
