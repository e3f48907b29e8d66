package crosswalk

import (
	"issnd/codes"
	"issnd/internal/jsonw"
	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// AppendSchemaOrg appends the record as a JSON-LD object of schema.org, the
// description that the page of the record embeds for search engines (profile
// §1.6). It is safe inside an HTML script element. The resource is named by
// its public address, and its identity is a sameAs. Clients read
// mainEntityOfPage.version, which is "Register" for a confirmed record, and
// holdingArchive and temporalCoverage of subjectOf, so these stay as they are.
func AppendSchemaOrg(dst []byte, v *register.View, o *Options) []byte {
	w := schemaWriter{Writer: jsonw.Writer{Buf: dst}, v: v, o: o, r: v.MARC()}
	w.Open('{')
	w.Member("@context", nsSchema)
	w.id(pathISSN, v.Head().ISSN, "")
	if v.Minimum() {
		w.Member("@type", "CreativeWork")
	} else {
		w.types()
		w.work()
		w.Member("issn", v.Head().ISSN.String())
	}
	w.identifiers()
	if !v.Minimum() {
		w.names()
		w.publication()
		w.details()
		w.access()
		w.archives()
	}
	w.Member("license", o.License)
	w.sameAs()
	w.record()
	w.Close('}')
	return w.Buf
}

// schemaWriter writes the members of one object; a member without a value is
// left out.
type schemaWriter struct {
	jsonw.Writer
	v *register.View
	o *Options
	r *marc.Record
}

// public is the address below which documents are served, else the identity
// base.
func (w *schemaWriter) public() string {
	if w.o.PublicURL != "" {
		return w.o.PublicURL
	}
	return w.o.base()
}

// id writes the @id of a resource or, with a fragment, of a part of it.
func (w *schemaWriter) id(path string, id issn.ISSN, fragment string) {
	w.Member("@id", w.public()+path+id.String()+fragment)
}

func (w *schemaWriter) types() {
	extra := ""
	switch marc.Code(w.r.Control(tag008), 21) {
	case 'n':
		extra = "Newspaper"
	case 'm':
		extra = "BookSeries"
	}
	if extra == "" {
		w.Member("@type", "Periodical")
		return
	}
	w.list("@type", "Periodical", extra)
}

// list writes an array of strings.
func (w *schemaWriter) list(name string, values ...string) {
	w.Name(name)
	w.Open('[')
	for _, s := range values {
		w.String(s)
	}
	w.Close(']')
}

// work writes the work that the media versions have in common, by ISSN-L.
func (w *schemaWriter) work() {
	h := w.v.Head()
	if h.ISSNL.IsZero() {
		return
	}
	w.Name("exampleOfWork")
	w.Open('{')
	w.id(pathISSNL, h.ISSNL, "")
	w.Member("@type", "CreativeWork")
	w.Name("workExample")
	w.Open('[')
	w.Open('{')
	w.id(pathISSN, h.ISSN, "")
	w.Member("name", displayTitle(w.r))
	w.Close('}')
	for f := range w.r.Each(tag776) {
		if id := linked(f); !id.IsZero() && id != h.ISSN {
			w.Open('{')
			w.id(pathISSN, id, "")
			w.Member("name", linkedTitle(f))
			w.Close('}')
		}
	}
	w.Close(']')
	w.Close('}')
}

// identifiers writes every number of the record with what it is and whether
// it is valid.
func (w *schemaWriter) identifiers() {
	h := w.v.Head()
	w.Name("identifier")
	w.Open('[')
	w.number("ISSN", h.ISSN.String(), identifierStatus(h))
	if w.v.Minimum() {
		if id := w.v.Replacement(); !id.IsZero() {
			w.number("ISSN", id.String(), "Replacement")
		}
		w.Close(']')
		return
	}
	if !h.ISSNL.IsZero() {
		w.number("ISSN-L", h.ISSNL.String(), "Valid")
	}
	for f := range w.r.Each(tag022) {
		for _, s := range f.Subfields {
			switch s.Code {
			case 'y':
				w.number("ISSN", cleanText(s.Value), "Incorrect")
			case 'z':
				w.number("ISSN", cleanText(s.Value), "Cancelled")
			case 'm':
				w.number("ISSN-L", cleanText(s.Value), "Cancelled")
			}
		}
	}
	for f := range w.r.Each(tag030) {
		w.number("CODEN", cleanText(f.Get('a')), "Valid")
	}
	w.Close(']')
}

func (w *schemaWriter) number(name, value, description string) {
	if value == "" {
		return
	}
	w.Open('{')
	w.Member("@type", "PropertyValue")
	w.Member("name", name)
	w.Member("value", value)
	w.Member("description", description)
	w.Close('}')
}

// identifierStatus is the status of the number of a record in the words of the
// profile (§1.5).
func identifierStatus(h register.Head) string {
	switch {
	case h.Status == register.Cancelled:
		return "Cancelled"
	case h.Status == register.Suppressed || h.Deleted:
		return "Suppressed"
	}
	return "Valid"
}

// displayTitle is the key title, else the title proper, else "".
func displayTitle(r *marc.Record) string {
	if f := r.First(tag222); f != nil {
		if t := keyTitle(f); t != "" {
			return t
		}
	}
	if f := r.First(tag245); f != nil {
		return partsOfTitle(f)
	}
	return ""
}

// names writes the key title as the name and every other title once.
func (w *schemaWriter) names() {
	var done [16]string
	s := seen(done[:0])
	name := displayTitle(w.r)
	s.add(name)
	w.Member("name", name)
	n := len(s)
	for _, tag := range [...]marc.Tag{tag222, tag245, tag210, tag246} {
		for f := range w.r.Each(tag) {
			s.add(titleOf(f, tag))
			if alt := original(w.r, f); alt != nil {
				s.add(titleOf(alt, tag))
			}
		}
	}
	w.values("alternateName", s[n:])
}

// values writes nothing, one string, or an array of several.
func (w *schemaWriter) values(name string, values []string) {
	switch len(values) {
	case 0:
	case 1:
		w.Member(name, values[0])
	default:
		w.list(name, values...)
	}
}

func (w *schemaWriter) publication() {
	if c := countryOf(w.r); c.ISO != "" || c.Label != "" {
		w.Name("publication")
		w.Open('{')
		w.id(pathISSN, w.v.Head().ISSN, "#ReferencePublicationEvent")
		w.Member("@type", "PublicationEvent")
		w.Name("location")
		w.Open('{')
		if c.ISO != "" {
			w.Member("@id", nsISO3166+c.ISO)
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
	if f := w.r.First(tag520); f != nil {
		w.Member("description", joinSubfields(f, "ab"))
	}
}

func (w *schemaWriter) access() {
	var done [8]string
	s := seen(done[:0])
	for f := range w.r.Each(tag856) {
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
	w.Member("@id", w.o.base()+pathKeepers+h.Code)
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
		w.Member("sameAs", w.o.base()+pathISSN+w.v.Head().ISSN.String())
	}
}

// record writes the page about the resource, which is the record.
func (w *schemaWriter) record() {
	h := w.v.Head()
	w.Name("mainEntityOfPage")
	w.Open('{')
	w.id(pathISSN, h.ISSN, "#Record")
	w.Member("@type", "CreativeWork")
	w.Member("dateModified", modifiedDate(w.v))
	w.Name("mainEntity")
	w.Open('{')
	w.id(pathISSN, h.ISSN, "")
	w.Close('}')
	if code := centre(w.v); code != "" {
		w.Name("sourceOrganization")
		w.Open('{')
		w.Member("@id", w.o.base()+pathCentre+code)
		w.Member("@type", "Organization")
		if c, ok := codes.DefaultCentres().Lookup(code); ok {
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
