package crosswalk

import (
	"strings"

	"issnd/codes"
	"issnd/marc"
)

// typeOfResource writes the type of record, leader/06.
func (w *modsWriter) typeOfResource() {
	kind, manuscript := "", ""
	switch w.r.Leader[6] {
	case 't':
		kind, manuscript = "text", "yes"
	case 'a':
		kind = "text"
	case 'd':
		kind, manuscript = "notated music", "yes"
	case 'c':
		kind = "notated music"
	case 'f':
		kind, manuscript = "cartographic", "yes"
	case 'e':
		kind = "cartographic"
	case 'g', 'v':
		kind = "moving image"
	case 'i':
		kind = "sound recording-nonmusical"
	case 'j':
		kind = "sound recording-musical"
	case 'k':
		kind = "still image"
	case 'm':
		kind = "software, multimedia"
	case 'o', 'p':
		kind = "mixed material"
	case 'r':
		kind = "three dimensional object"
	}
	w.text("typeOfResource", kind, nil, "manuscript", manuscript)
}

// genres writes the type of continuing resource, 008/21: where the MARC genre
// terms have it with their authority, else in the words of 008.
func (w *modsWriter) genres() {
	switch c := marc.Code(w.r.Control(tag008), 21); c {
	case 'd':
		w.marcGenre("database")
	case 'l':
		w.marcGenre("loose-leaf")
	case 'm':
		w.marcGenre("series")
	case 'n':
		w.marcGenre("newspaper")
	case 'p':
		w.marcGenre("periodical")
	case 't':
		w.marcGenre("directory")
	case 'w':
		w.marcGenre("web site")
	default:
		w.text("genre", strings.ToLower(fixedLabel(w.r, codes.ResourceType, 21)), nil)
	}
	for f := range w.r.Each(tag655) {
		authority := subjectAuthority(f)
		w.text("genre", heading(f), f, "authority", authority)
	}
}

func (w *modsWriter) marcGenre(term string) {
	w.Element("genre", term, "authority", "marcgt")
}

// physicalDescription writes the medium in the words of the ISSN media list,
// the form of item, the carriers and the extent.
func (w *modsWriter) physicalDescription() {
	w.Start("physicalDescription")
	for m := range w.v.Head().Media.All() {
		w.Element("form", mediumName(m), "valueURI", w.o.base()+pathMedium+m.String())
	}
	w.text("form", marcForm(marc.Code(w.r.Control(tag008), 23)), nil, "authority", "marcform")
	for f := range w.r.Each(tag338) {
		term := cleanText(f.Get('a'))
		if term == "" {
			term = codes.Term("338", f.Get('b'))
		}
		w.text("form", term, nil, "authority", f.Get('2'), "type", "carrier")
	}
	for f := range w.r.Each(tag300) {
		w.text("extent", point(joinSubfields(f, "abce")), nil)
	}
	w.End("physicalDescription")
}

// marcForm is the term of the MARC form list for 008/23.
func marcForm(code byte) string {
	switch code {
	case 'a':
		return "microfilm"
	case 'b':
		return "microfiche"
	case 'd':
		return "large print"
	case 'f':
		return "braille"
	case 'o', 'q', 's':
		return "electronic"
	case 'r':
		return "print"
	}
	return ""
}
