package crosswalk

import (
	"strings"

	"issnd/marc"
)

// identifier writes the numbers of fields 010 to 035.
func (w *modsWriter) identifier(tag int, f *marc.Field) {
	switch tag {
	case 22:
		w.issns(f, "issn")
	case 23:
		if f.Ind1 == '1' {
			w.issns(f, "issn-h")
		} else {
			w.issns(f, "issn-l")
		}
	case 10:
		w.text("identifier", cleanText(f.Get('a')), nil, "type", "lccn")
	case 20:
		w.text("identifier", cleanText(f.Get('a')), nil, "type", "isbn")
	case 24:
		w.text("identifier", cleanText(f.Get('a')), nil, "type", f.Get('2'))
	case 30:
		w.text("identifier", cleanText(f.Get('a')), nil, "type", "coden")
	case 35:
		if number, ok := strings.CutPrefix(f.Get('a'), "(OCoLC)"); ok {
			w.text("identifier", cleanText(number), nil, "type", "oclc")
		}
	}
}

// issns writes the numbers of a 022 or 023. Those that are cancelled or
// incorrect are marked invalid, because they must not identify the resource.
func (w *modsWriter) issns(f *marc.Field, kind string) {
	for _, s := range f.Subfields {
		value := cleanText(s.Value)
		switch s.Code {
		case 'a':
			w.text("identifier", value, nil, "type", kind)
		case 'l':
			if w.r.First(tag023) == nil { // 023 says the same
				w.text("identifier", value, nil, "type", "issn-l")
			}
		case 'm':
			w.text("identifier", value, nil, "type", "issn-l", "invalid", "yes")
		case 'y', 'z':
			w.text("identifier", value, nil, "type", kind, "invalid", "yes")
		}
	}
}

func (w *modsWriter) classification(tag int, f *marc.Field) {
	authority, edition := "", ""
	switch tag {
	case 50:
		authority = "lcc"
	case 60:
		authority = "nlm"
	case 80:
		authority = "udc"
	case 82:
		authority, edition = "ddc", f.Get('2')
	case 84:
		authority = f.Get('2')
	case 86:
		if f.Ind1 == '0' {
			authority = "sudocs"
		}
	default:
		return
	}
	w.text("classification", joinSubfields(f, "ab"), nil, "authority", authority, "edition", edition)
}

// languages writes the language of the text and, from 041, of what else has
// one of its own.
func (w *modsWriter) languages() {
	usage := "primary"
	for code := range languages(w.r) {
		w.language("language", code, "", usage)
		usage = ""
	}
	for f := range w.r.Each(tag041) {
		if f.Ind2 == '7' {
			continue
		}
		for _, s := range f.Subfields {
			part := objectPart(s.Code)
			for codes := s.Value; part != "" && len(codes) >= 3; codes = codes[3:] {
				if isLanguage(codes[:3]) {
					w.language("language", codes[:3], part, "")
				}
			}
		}
	}
}

// objectPart is what of the resource a subfield of 041 is about.
func objectPart(code byte) string {
	switch code {
	case 'b':
		return "summary"
	case 'd':
		return "sung or spoken text"
	case 'f':
		return "table of contents"
	case 'g':
		return "accompanying material"
	case 'h':
		return "original"
	}
	return ""
}

func (w *modsWriter) language(element, code, part, usage string) {
	w.open(element, nil, "objectPart", part, "usage", usage)
	w.Element("languageTerm", code, "type", "code", "authority", "iso639-2b")
	if name := languageName(code); name != code {
		w.Element("languageTerm", name, "type", "text")
	}
	w.End(element)
}

// note writes a field of the block 5XX as the element that MODS has for it.
func (w *modsWriter) note(tag int, f *marc.Field) {
	switch tag {
	case 505:
		w.text("tableOfContents", joinSubfields(f, "agrt"), f)
	case 506:
		w.text("accessCondition", joinSubfields(f, ""), f, "type", "restriction on access")
	case 510:
		w.indexedIn(f)
	case 520:
		w.text("abstract", joinSubfields(f, "ab"), f)
	case 521:
		w.text("targetAudience", joinSubfields(f, "ab"), nil)
	default:
		if kind, ok := noteType(tag); ok {
			w.text("note", joinSubfields(f, ""), f, "type", kind)
		}
	}
}

// noteType is the MODS note type of a note about the resource, "" for a
// general one. ok is false for notes about the copies of one library.
func noteType(tag int) (kind string, ok bool) {
	switch tag {
	case 500, 501, 516, 525, 547, 550, 555, 580:
		return "", true
	case 504:
		return "bibliography", true
	case 515:
		return "numbering", true
	case 530:
		return "additional physical form", true
	case 533:
		return "reproduction", true
	case 534:
		return "original version", true
	case 536:
		return "funding", true
	case 538:
		return "system details", true
	case 546:
		return "language", true
	case 588:
		return "source of description", true
	}
	return "", false
}

// location writes the addresses of the resource. An 856 about a related
// resource is a related item. What is no address of the web is a note.
func (w *modsWriter) location(f *marc.Field) {
	related := f.Ind2 == '2'
	usage := "primary display"
	if related {
		usage = ""
	}
	for s := range f.All('u') {
		address, ok := webIRI(s)
		if !ok {
			w.text("note", cleanText(s), nil, "type", "address")
			continue
		}
		if related {
			w.Start("relatedItem")
		}
		w.Start("location")
		w.text("url", address, nil, "displayLabel", linkLabel(f), "note", trimISBD(cleanText(f.Get('z'))), "usage", usage)
		w.End("location")
		if related {
			w.End("relatedItem")
		}
	}
}

// linkLabel is what an 856 says that its address leads to, $y, else which part
// of the resource, $3.
func linkLabel(f *marc.Field) string {
	if s := trimISBD(cleanText(f.Get('y'))); s != "" {
		return s
	}
	return trimISBD(cleanText(f.Get('3')))
}
