package crosswalk

import (
	"unicode"
	"unicode/utf8"

	"issnd/codes"
	"issnd/marc"
	"issnd/rdf"
)

// latin is the language tag of a title in Latin letters of which no other
// script is known: the language of a title is not coded (profile §2.4).
const latin = "und-Latn"

// titles describes the titles (profile §2.4) and repeats them as names.
func (b *builder) titles(parts *identified) {
	proper := b.fields.first(245)
	b.identifierTitle(&parts.keyTitle, &bfKeyTitle)
	b.identifierTitle(&parts.abbreviated, &bfAbbreviatedTitle)
	name := ""
	if proper != nil {
		name = b.joined(proper, "anp")
	}
	if name != "" {
		b.blankTitle(&bfTitle, proper, name, "anp")
	}
	if b.full {
		b.otherTitles()
	}
	b.sayText(b.mark(), &bfMainTitle, name)
	mark := b.mark()
	b.sayText(mark, &schemaName, name)
	b.sayText(mark, &schemaName, parts.keyTitle.text)
	if b.full {
		b.alternateNames(parts)
	}
}

// abbreviated is the field of the abbreviated key title: a 210 whose second
// indicator does not say that another body made the abbreviation.
func (b *builder) abbreviated() *marc.Field {
	if !b.full {
		return nil
	}
	for f := range b.fields.each(210) {
		if f.Ind2 != '0' {
			return f
		}
	}
	return nil
}

// identifierTitle describes a title that is an identifier, too.
func (b *builder) identifierTitle(t *titled, class *rdf.Term) {
	if t.field == nil {
		return
	}
	b.say(&bfHasTitle, &t.term)
	b.tell(&t.term, &rdfType, &bfIdentifier)
	b.tell(&t.term, &rdfType, class)
	b.tellText(&t.term, &rdfValue, t.text)
	b.title(&t.term, t.field, t.text, "")
}

// blankTitle gives the resource a title that is no identifier. The text is
// that of the subfields with the codes.
func (b *builder) blankTitle(class *rdf.Term, f *marc.Field, text, codes string) {
	t := b.g.NewBlank()
	b.say(&bfHasTitle, &t)
	b.tell(&t, &rdfType, class)
	b.title(&t, f, text, codes)
}

// title gives a title node its text with the language tag, its kind if it is a
// variant, and the same title in the original script where the record has it.
// The original consists of the subfields with the codes; "" are those of a key
// title.
func (b *builder) title(t *rdf.Term, f *marc.Field, text, from string) {
	alt, written := b.original(f, text)
	b.tellLang(t, &bfMainTitle, text, tag(text, written, b.lang))
	if f.Tag == tag246 && f.Ind2 != '1' {
		b.tellText(t, &bfVariantType, codes.VariantTitle.Label(f.Ind2))
	}
	if written == "" {
		return
	}
	original := b.keyTitle(alt)
	if from != "" {
		original = b.joined(alt, from)
	}
	if original == "" {
		return
	}
	o := b.g.NewBlank()
	b.tell(t, &bfTranslationOf, &o)
	b.tell(&o, &rdfType, &bfTitle)
	b.tellLang(&o, &bfMainTitle, original, "und-"+written)
}

// original is the field that holds f in its original script, and that script;
// "" if there is none or f itself is the original.
func (b *builder) original(f *marc.Field, text string) (alt *marc.Field, written string) {
	if !b.fields.has(880) {
		return nil, ""
	}
	alt = original(b.v.MARC(), f)
	if alt == nil || !mostlyLatin(text) {
		return nil, ""
	}
	if written = script(alt, b.lang); written == "Latn" {
		written = ""
	}
	return alt, written
}

// tag is the language tag of a text: in Latin letters, transliterated from the
// script written if that is not "", or in the script of its letters.
func tag(text, written, lang string) string {
	if written != "" {
		return "und-Latn-t-und-" + written
	}
	if mostlyLatin(text) {
		return latin
	}
	if s := scriptOfText(text, lang); s != "" {
		return "und-" + s
	}
	return latin
}

// mostlyLatin reports whether at least half of the letters of s are Latin.
func mostlyLatin(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return mostlyLatinRunes(s)
		}
	}
	return true
}

func mostlyLatinRunes(s string) bool {
	balance := 0
	for _, r := range s {
		switch {
		case r < 0x250 || unicode.Is(unicode.Latin, r):
			if unicode.IsLetter(r) {
				balance++
			}
		case unicode.IsLetter(r):
			balance--
		}
	}
	return balance >= 0
}

// otherTitles are the parallel and variant titles of 246.
func (b *builder) otherTitles() {
	for f := range b.fields.each(246) {
		text := b.joined(f, "a")
		switch {
		case text == "" || b.repeated(f, text):
		case f.Ind2 == '1':
			b.blankTitle(&bfParallelTitle, f, text, "a")
		default:
			b.blankTitle(&bfVariantTitle, f, text, "a")
		}
	}
}

// repeated reports whether a 246 before f has the same text and indicator.
func (b *builder) repeated(f *marc.Field, text string) bool {
	for g := range b.fields.each(246) {
		if g == f {
			return false
		}
		if g.Ind2 == f.Ind2 && b.joined(g, "a") == text {
			return true
		}
	}
	return false
}

// alternateNames repeats the abbreviated and variant titles as plain names.
func (b *builder) alternateNames(parts *identified) {
	mark := b.mark()
	b.sayText(mark, &schemaAlternateName, parts.abbreviated.text)
	for f := range b.fields.each(246) {
		b.sayText(mark, &schemaAlternateName, b.joined(f, "a"))
	}
}
