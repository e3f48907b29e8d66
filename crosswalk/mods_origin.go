package crosswalk

import "issnd/marc"

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
