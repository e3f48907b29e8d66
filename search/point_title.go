package search

import (
	"unicode/utf8"

	"issnd/marc"
	"issnd/register"
)

// titlePoints are the titles of a serial. The public searches key titles and
// titles proper.
func titlePoints() []*Point {
	return []*Point{
		{Names: []string{"issn.title", "dc.title", "bath.title", "bib.title"}, Title: "Title", Kind: Everything,
			Scan: true, Headings: true, Sort: true, SortKey: titleKey,
			Members: []string{"issn.keyTitle", "issn.titleProper", "issn.abbreviatedTitle",
				"issn.variantTitle", "issn.uniformTitle", "issn.linkedTitle"}},
		{Names: []string{"issn.keyTitle", "bath.keyTitle"}, Title: "Key title", Kind: Text,
			Scan: true, Headings: true, Leads: true, Sort: true, SortAs: "issn.title", Values: joined("ab", "222")},
		{Names: []string{"issn.titleProper"}, Title: "Title proper", Kind: Text,
			Scan: true, Headings: true, Leads: true, Sort: true, SortAs: "issn.title", Values: joined("anp", "245")},
		{Names: []string{"issn.abbreviatedTitle", "issn.abbreviatedKeyTitle", "bib.titleAbbreviated"},
			Title: "Abbreviated key title", Kind: Text, Tier: register.Complete,
			Scan: true, Headings: true, Values: joined("ab", "210")},
		{Names: []string{"issn.variantTitle", "bib.titleAlternative"}, Title: "Variant title", Kind: Text,
			Tier: register.Complete, Scan: true, Headings: true,
			Values: both(joined("anp", "246", "247"), joined("b", "245", "246", "247"))},
		{Names: []string{"issn.uniformTitle", "bath.uniformTitle", "bib.titleUniform"}, Title: "Uniform title", Kind: Text,
			Tier: register.Complete, Scan: true, Headings: true, Values: joined("anpt", "130", "240", "730")},
		{Names: []string{"issn.linkedTitle"}, Title: "Title in links", Kind: Text,
			Tier: register.Complete, Scan: true, Headings: true, Values: joined("st", "76_", "77_", "78_")},
	}
}

// titleKey is the key title, else the title proper, without the article that it
// begins with (second indicator of 222 and 245).
func titleKey(v *register.View) string {
	f := v.MARC().First(tag222)
	codes := "ab"
	if f == nil || f.Get('a') == "" {
		f, codes = v.MARC().First(tag245), "anp"
	}
	if f == nil {
		return ""
	}
	return skip(join(f, codes), f)
}

// skip is s without the characters that do not count for the order.
func skip(s string, f *marc.Field) string {
	if f.Ind2 < '1' || f.Ind2 > '9' {
		return s
	}
	rest := s
	for n := f.Ind2 - '0'; n > 0; n-- {
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	if rest == "" {
		return s
	}
	return rest
}
