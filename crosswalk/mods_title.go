package crosswalk

import (
	"unicode"
	"unicode/utf8"

	"issnd/marc"
)

// title writes the titleInfo of a title field. The key title and the title
// proper are both titles of the resource; the title proper is marked primary
// because that is what the resource calls itself.
func (w *modsWriter) title(tag int, f *marc.Field) {
	switch tag {
	case 245:
		w.titleInfo(f, "a", f.Ind2, "usage", "primary")
		if parallel := parallelTitle(f); parallel != "" && (f.Tag != tag880 || scriptOfText(parallel, "") != "") {
			w.open("titleInfo", f, "type", "translated", "displayLabel", "Parallel title")
			w.Element("title", parallel)
			w.End("titleInfo")
		}
	case 222:
		w.wholeTitle(f, f.Ind2, "type", "alternative", "otherType", "key title", "displayLabel", "Key title")
	case 210:
		label, authority := "Abbreviated key title", ""
		if f.Ind2 != ' ' {
			label, authority = "", f.Get('2')
		}
		w.wholeTitle(f, '0', "type", "abbreviated", "displayLabel", label, "authority", authority)
	case 246:
		w.variantTitle(f)
	case 247:
		w.titleInfo(f, "a", '0', "type", "alternative", "displayLabel", "Former title")
	case 242:
		w.titleInfo(f, "a", f.Ind2, "type", "translated")
	case 130:
		w.titleInfo(f, "adfklmorst", f.Ind1, "type", "uniform")
	case 240:
		w.titleInfo(f, "adfklmorst", f.Ind2, "type", "uniform")
	}
}

func (w *modsWriter) variantTitle(f *marc.Field) {
	kind, label := "alternative", trimISBD(cleanText(f.Get('i')))
	if label == "" {
		label = variantName(f.Ind2)
	}
	if f.Ind2 == '1' {
		kind = "translated"
	}
	w.titleInfo(f, "a", '0', "type", kind, "displayLabel", label)
}

// titleInfo writes a title from the subfields with the codes, with the
// subtitle of $b and the parts of $n and $p.
func (w *modsWriter) titleInfo(f *marc.Field, codes string, nonfiling byte, attrs ...string) {
	title := joinSubfields(f, codes)
	if title == "" {
		return
	}
	w.open("titleInfo", f, attrs...)
	w.sorted(point(title), nonfiling)
	for i := range f.Subfields {
		switch s := &f.Subfields[i]; s.Code {
		case 'b':
			if parallelTitle(f) == "" {
				w.part("subTitle", s.Value)
			}
		case 'n':
			w.part("partNumber", s.Value)
		case 'p':
			w.part("partName", s.Value)
		}
	}
	w.End("titleInfo")
}

func (w *modsWriter) part(name, value string) {
	if s := point(trimISBD(cleanText(value))); s != "" {
		w.Element(name, s)
	}
}

// wholeTitle writes a key title or its abbreviation, of which the qualifier is
// a part.
func (w *modsWriter) wholeTitle(f *marc.Field, nonfiling byte, attrs ...string) {
	title := keyTitle(f)
	if title == "" {
		return
	}
	w.open("titleInfo", f, attrs...)
	w.sorted(title, nonfiling)
	w.End("titleInfo")
}

// sorted writes a title, what sorting passes over apart from the rest.
func (w *modsWriter) sorted(title string, nonfiling byte) {
	n := nonSortLength(title, nonfiling)
	if n > 0 {
		w.Element("nonSort", title[:n], "xml:space", "preserve")
	}
	w.Element("title", title[n:])
}

// nonSortLength is the number of bytes at the start of a title that a
// nonfiling indicator counts in characters. An indicator that ends within a
// word, or leaves nothing, is a mistake and counts none.
func nonSortLength(title string, indicator byte) int {
	if indicator < '1' || indicator > '9' {
		return 0
	}
	n := 0
	for range indicator - '0' {
		_, size := utf8.DecodeRuneInString(title[n:])
		n += size
	}
	if n >= len(title) {
		return 0
	}
	if last, _ := utf8.DecodeLastRuneInString(title[:n]); unicode.IsLetter(last) || unicode.IsDigit(last) {
		return 0
	}
	return n
}

// parallelTitle is the title in another language in $b of a 245, which ISBD
// introduces by an equals sign at the end of $a; "" if $b is a subtitle.
func parallelTitle(f *marc.Field) string {
	a := cleanText(f.Get('a'))
	if a == "" || a[len(a)-1] != '=' {
		return ""
	}
	return point(trimISBD(cleanText(f.Get('b'))))
}
