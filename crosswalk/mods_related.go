package crosswalk

import (
	"strings"

	"issnd/issn"
	"issnd/marc"
)

// relatedEntry writes a linking entry, 760 to 787.
func (w *modsWriter) relatedEntry(tag int, f *marc.Field) {
	if f.Tag == tag880 { // written with the field that it belongs to
		return
	}
	id := linked(f)
	title := point(joinSubfields(f, "tsc"))
	author := point(joinSubfields(f, "a"))
	if id.IsZero() && title == "" && author == "" {
		return
	}
	w.open("relatedItem", nil, "type", relatedType(tag), "displayLabel", relationName(f))
	if !id.IsZero() {
		w.href(id)
	}
	if title != "" {
		w.Start("titleInfo")
		w.Element("title", title)
		w.End("titleInfo")
	}
	if alt := original(w.r, f); alt != nil {
		if t := point(joinSubfields(alt, "tsc")); t != "" {
			w.open("titleInfo", nil, "script", script(alt, language008(w.r)))
			w.Element("title", t)
			w.End("titleInfo")
		}
	}
	if author != "" {
		w.Start("name")
		w.Element("namePart", author)
		w.End("name")
	}
	w.relatedIdentifiers(f, id)
	w.text("note", joinSubfields(f, "gn"), nil)
	w.End("relatedItem")
}

// relatedType is the type of related item that the Library of Congress mapping
// has for a linking entry, "" where it has none.
func relatedType(tag int) string {
	switch tag {
	case 760:
		return "series"
	case 762, 770, 774:
		return "constituent"
	case 772, 773:
		return "host"
	case 775:
		return "otherVersion"
	case 776:
		return "otherFormat"
	case 780:
		return "preceding"
	case 785:
		return "succeeding"
	case 786:
		return "original"
	}
	return ""
}

func (w *modsWriter) relatedIdentifiers(f *marc.Field, id issn.ISSN) {
	if !id.IsZero() {
		w.Start("identifier")
		w.Attr("type", "issn")
		w.issn(id)
		w.End("identifier")
	}
	for _, s := range f.Subfields {
		value := cleanText(s.Value)
		switch s.Code {
		case 'x':
			if _, _, err := issn.Scan(value); err != nil {
				w.text("identifier", value, nil, "type", "issn", "invalid", "yes")
			}
		case 'y':
			w.text("identifier", value, nil, "type", "coden")
		case 'z':
			w.text("identifier", value, nil, "type", "isbn")
		case 'w':
			if number, ok := strings.CutPrefix(value, "(OCoLC)"); ok {
				w.text("identifier", cleanText(number), nil, "type", "oclc")
			}
		}
	}
}

// relatedTitle writes a series statement, or an added entry for a work: its
// author where the field has one, title and ISSN.
func (w *modsWriter) relatedTitle(tag int, f *marc.Field) {
	kind, codes := "", "anp"
	switch tag {
	case 440, 490, 830:
		kind, codes = "series", "anpv"
	case 740:
		if f.Ind2 == '2' {
			kind = "constituent"
		}
	case 700, 710, 711:
		codes = "tnp"
		if f.Ind2 == '2' {
			kind = "constituent"
		}
	}
	title := point(joinSubfields(f, codes))
	if title == "" {
		return
	}
	w.open("relatedItem", nil, "type", kind)
	w.open("titleInfo", f)
	w.Element("title", title)
	w.End("titleInfo")
	if tag < 720 && tag >= 700 {
		w.Start("name")
		w.nameParts(tag, f)
		w.End("name")
	}
	w.text("identifier", cleanText(f.Get('x')), nil, "type", "issn")
	w.End("relatedItem")
}

// indexedIn writes an abstracting and indexing service that covers the serial.
func (w *modsWriter) indexedIn(f *marc.Field) {
	service := point(joinSubfields(f, "a"))
	if service == "" {
		return
	}
	w.open("relatedItem", nil, "type", "isReferencedBy")
	w.open("titleInfo", f)
	w.Element("title", service)
	w.End("titleInfo")
	w.text("note", joinSubfields(f, "bc"), nil)
	w.text("identifier", cleanText(f.Get('x')), nil, "type", "issn")
	if address, ok := webIRI(f.Get('u')); ok {
		w.Start("location")
		w.Element("url", address)
		w.End("location")
	}
	w.End("relatedItem")
}
