package crosswalk

import (
	"strings"

	"issnd/codes"
	"issnd/marc"
)

// originInfo writes one element with the coded data of 008, the editions, the
// frequencies and the first publisher, and one for each other publisher.
func (w *modsWriter) originInfo() {
	first := w.firstPublication()
	w.open("originInfo", first)
	w.countryPlaces()
	if first != nil {
		w.publisher(first)
	}
	w.dates()
	w.issuance()
	w.End("originInfo")
	w.each(func(tag int, f *marc.Field) {
		if f == first || (tag != 260 && tag != 264) || (tag == 264 && f.Ind2 == '4') || !published(f) {
			return
		}
		w.open("originInfo", f, "displayLabel", sequence(f.Ind1), "eventType", eventType(tag, f.Ind2))
		w.publisher(f)
		w.End("originInfo")
	})
}

// firstPublication is the first field that names a publisher in Latin script,
// or nil.
func (w *modsWriter) firstPublication() *marc.Field {
	for i := range w.r.Fields {
		if f := &w.r.Fields[i]; publication(f) && published(f) {
			return f
		}
	}
	return nil
}

// published reports whether publisher writes anything for the field, because
// an originInfo may not be empty.
func published(f *marc.Field) bool {
	for _, s := range f.Subfields {
		if (s.Code == 'a' || s.Code == 'b' || s.Code == 'c') && statement(s.Value) != "" {
			return true
		}
	}
	return false
}

// sequence is where a publisher stands in the history of the serial, by the
// first indicator of 260 and 264.
func sequence(ind1 byte) string {
	switch ind1 {
	case '2':
		return "Intervening publisher"
	case '3':
		return "Current publisher"
	}
	return ""
}

func eventType(tag int, ind2 byte) string {
	if tag == 264 {
		switch ind2 {
		case '0':
			return "production"
		case '2':
			return "distribution"
		case '3':
			return "manufacture"
		}
	}
	return "publication"
}

// publisher writes places, names and dates in the order of the subfields.
func (w *modsWriter) publisher(f *marc.Field) {
	for _, s := range f.Subfields {
		value := statement(s.Value)
		if value == "" {
			continue
		}
		switch s.Code {
		case 'a':
			w.placeTerm(value, "text", "")
		case 'b':
			w.Element("publisher", point(value))
		case 'c':
			w.Element("dateIssued", value)
		}
	}
}

func (w *modsWriter) placeTerm(value, kind, authority string) {
	w.Start("place")
	w.text("placeTerm", value, nil, "type", kind, "authority", authority)
	w.End("place")
}

func (w *modsWriter) countryPlaces() {
	c := countryOf(w.r)
	if c.Code != "" {
		w.placeTerm(c.Code, "code", "marccountry")
	}
	if c.ISO != "" {
		w.placeTerm(c.ISO, "code", "iso3166")
	}
	if name := countryName(w.r); name != "" {
		w.placeTerm(name, "text", "")
	}
}

// dates writes the years of 008 as MARC has them: 9999 ends what goes on.
func (w *modsWriter) dates() {
	start, end := years(w.r)
	w.text("dateIssued", start, nil, "encoding", "marc", "point", "start")
	w.text("dateIssued", end, nil, "encoding", "marc", "point", "end")
}

// issuance writes how the resource is issued, which every record says, and
// edition and frequency, which only complete records do.
func (w *modsWriter) issuance() {
	for f := range w.r.Each(tag250) {
		w.text("edition", point(joinSubfields(f, "ab")), nil)
	}
	switch w.r.Leader[7] {
	case 'i':
		w.Element("issuance", "integrating resource")
	case 's', 'b':
		w.Element("issuance", "serial")
	default:
		w.Element("issuance", "continuing")
	}
	w.text("frequency", frequencyName(w.r), nil, "authority", "marcfrequency")
	for f := range w.r.Each(tag310) {
		w.text("frequency", joinSubfields(f, "ab"), nil)
	}
}

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
