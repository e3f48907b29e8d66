package crosswalk

import (
	"strings"

	"issnd/marc"
)

func (w *dcWriter) nature() {
	w.text("dc:type", dcmiType(w.r.Leader[6]))
	w.text("dc:type", typeName(w.r))
	for m := range w.v.Head().Media.All() {
		w.Element("dc:format", mediumName(m))
	}
	for code := range languages(w.r) {
		w.Element("dc:language", code)
	}
	w.dates()
}

// dates writes the years of the first and of the last issue, each where all of
// its digits are known: harvesters read dc:date as W3CDTF, which has neither
// intervals nor unknown digits.
func (w *dcWriter) dates() {
	start, end := years(w.r)
	if end == start {
		end = ""
	}
	for _, y := range [...]string{start, end} {
		if y != "" && y != ongoing && !strings.Contains(y, "u") {
			w.Element("dc:date", y)
		}
	}
}

// dcmiType is the term of the DCMI Type Vocabulary for the leader's type of
// record (MARC 21 leader/06).
func dcmiType(code byte) string {
	switch code {
	case 'a', 't', 'c', 'd':
		return "Text"
	case 'e', 'f', 'k':
		return "StillImage"
	case 'g', 'v':
		return "MovingImage"
	case 'i', 'j':
		return "Sound"
	case 'm':
		return "Software"
	case 'o', 'p':
		return "Collection"
	case 'r':
		return "PhysicalObject"
	}
	return ""
}

// place writes the country of publication, which the profile states as
// dct:spatial too, and the places that the serial is about.
func (w *dcWriter) place() {
	w.text("dc:coverage", countryName(w.r))
	for f := range w.r.Each(tag651) {
		w.text("dc:coverage", heading(f))
	}
}

func (w *dcWriter) content() {
	var done [32]string
	s := seen(done[:0])
	for i := range w.r.Fields {
		f := &w.r.Fields[i]
		switch f.Tag {
		case tag600, tag610, tag611, tag630, tag650, tag653:
			for t := range subjects(f) {
				if s.add(t) {
					w.Element("dc:subject", t)
				}
			}
		case tag080, tag082:
			if t := cleanText(f.Get('a')); s.add(t) {
				w.Element("dc:subject", t)
			}
		case tag520:
			w.text("dc:description", joinSubfields(f, "ab"))
		case tag362:
			w.text("dc:description", joinSubfields(f, "a"))
		case tag022:
			w.invalid(f)
		}
	}
}

// invalid describes the numbers that must not identify the serial.
func (w *dcWriter) invalid(f *marc.Field) {
	for _, s := range f.Subfields {
		label := invalidISSN(s.Code)
		if label == "" || s.Value == "" {
			continue
		}
		w.Start("dc:description")
		w.Raw(label)
		w.Raw(" ")
		w.Text(cleanText(s.Value))
		w.End("dc:description")
	}
}

// invalidISSN is the name of what a 022 subfield other than a valid number
// holds, or "".
func invalidISSN(code byte) string {
	switch code {
	case 'y':
		return "Incorrect ISSN"
	case 'z':
		return "Cancelled ISSN"
	case 'm':
		return "Cancelled ISSN-L"
	}
	return ""
}

func (w *dcWriter) relations() {
	if l := w.v.Head().ISSNL; !l.IsZero() {
		w.resource("dc:relation", pathISSNL, l)
	}
	for i := range w.r.Fields {
		f := &w.r.Fields[i]
		if !linkingEntry(f.Tag) {
			continue
		}
		if id := linked(f); !id.IsZero() {
			w.resource("dc:relation", pathISSN, id)
		} else {
			w.text("dc:relation", linkedTitle(f))
		}
	}
}
