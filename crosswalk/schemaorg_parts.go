package crosswalk

import (
	"issnd/codes"
	"issnd/register"
)

func (w *schemaWriter) publication() {
	if c := countryOf(w.r); c.ISO != "" || c.Label != "" {
		w.Name("publication")
		w.Open('{')
		w.id(pathISSN, w.issn, "#ReferencePublicationEvent")
		w.Member("@type", "PublicationEvent")
		w.Name("location")
		w.Open('{')
		if c.ISO != "" {
			w.Name("@id")
			w.Joined(nsISO3166, c.ISO)
		}
		w.Member("@type", "Country")
		w.Member("name", countryName(w.r))
		w.Close('}')
		w.Close('}')
	}
	if f := currentPublication(w.r); f != nil {
		if name := point(statement(f.Get('b'))); name != "" {
			w.Name("publisher")
			w.Open('{')
			w.Member("@type", "Organization")
			w.Member("name", name)
			w.Close('}')
		}
	}
	start, end := years(w.r)
	if _, ok := digits(start); ok {
		w.Member("startDate", start)
	}
	if _, ok := digits(end); ok && end != ongoing {
		w.Member("endDate", end)
	}
}

func (w *schemaWriter) details() {
	var done [16]string
	s := seen(done[:0])
	for code := range languages(w.r) {
		s.add(codes.LanguageTag(code))
	}
	w.values("inLanguage", s)
	s = s[:0]
	for m := range w.v.Head().Media.All() {
		s.add(mediumName(m))
	}
	w.values("material", s)
	s = s[:0]
	for i := range w.r.Fields {
		for t := range subjects(&w.r.Fields[i]) {
			s.add(t)
		}
	}
	w.values("keywords", s)
	if f := w.fields.first(520); f != nil {
		w.Member("description", joinSubfields(f, "ab"))
	}
}

func (w *schemaWriter) access() {
	var done [8]string
	s := seen(done[:0])
	for f := range w.fields.each(856) {
		for u := range f.All('u') {
			if address, ok := webIRI(u); ok {
				s.add(address)
			}
		}
	}
	w.values("url", s)
	if w.v.Head().OpenAccess {
		w.Name("isAccessibleForFree")
		w.Raw("true")
	}
}

// archives writes the Keepers holdings.
func (w *schemaWriter) archives() {
	open := false
	for h := range holdings(w.v) {
		if !open {
			w.Name("subjectOf")
			w.Open('[')
			open = true
		}
		w.archive(h)
	}
	if open {
		w.Close(']')
	}
}

func (w *schemaWriter) archive(h Holding) {
	w.Open('{')
	w.Member("@type", "ArchiveComponent")
	w.Name("holdingArchive")
	w.Open('{')
	w.Name("@id")
	w.Joined(w.o.base(), pathKeepers, h.Code)
	w.Member("@type", "ArchiveOrganization")
	w.Member("name", h.Agency)
	w.Close('}')
	w.Member("creativeWorkStatus", h.Status)
	w.Member("temporalCoverage", h.Coverage)
	w.Member("description", h.Extent)
	w.Member("dateModified", h.Updated)
	w.Member("url", h.URL)
	w.Close('}')
}

// sameAs writes the identity of the resource where that is not its address.
func (w *schemaWriter) sameAs() {
	if w.public() != w.o.base() {
		w.Name("sameAs")
		w.Joined(w.o.base(), pathISSN, w.issn)
	}
}

// record writes the page about the resource, which is the record.
func (w *schemaWriter) record() {
	h := w.v.Head()
	w.Name("mainEntityOfPage")
	w.Open('{')
	w.id(pathISSN, w.issn, "#Record")
	w.Member("@type", "CreativeWork")
	w.Member("dateModified", modifiedDate(w.v))
	w.Name("mainEntity")
	w.Open('{')
	w.id(pathISSN, w.issn, "")
	w.Close('}')
	if code := centre(w.v); code != "" {
		w.Name("sourceOrganization")
		w.Open('{')
		w.Name("@id")
		w.Joined(w.o.base(), pathCentre, code)
		w.Member("@type", "Organization")
		if c, ok := codes.LookupCentre(code); ok {
			w.Member("name", c.Name)
		}
		w.Close('}')
	}
	w.Member("version", recordVersion(h))
	w.Close('}')
}

// recordVersion is the record kind in the words of the profile, where
// "Register" is a confirmed record (§1.4).
func recordVersion(h register.Head) string {
	if h.Deleted && !h.Status.Minimal() {
		return statusName(register.Suppressed)
	}
	return statusName(h.Status)
}
