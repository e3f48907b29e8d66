package crosswalk

import (
	"issnd/internal/jsonw"
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
	w := schemaWriter{Writer: jsonw.Writer{Buf: dst}, v: v, o: o, r: v.MARC(), issn: v.Head().ISSN.String()}
	w.fields = indexFields(w.r)
	w.Open('{')
	w.Member("@context", nsSchema)
	w.id(pathISSN, w.issn, "")
	if v.Minimum() {
		w.Member("@type", "CreativeWork")
	} else {
		w.types()
		w.work()
		w.Member("issn", w.issn)
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
	w.fields.done()
	return w.Buf
}

// schemaWriter writes the members of one object; a member without a value is
// left out.
type schemaWriter struct {
	jsonw.Writer
	v *register.View
	o *Options
	r *marc.Record

	fields *fieldIndex
	issn   string // of the record
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
func (w *schemaWriter) id(path, number, fragment string) {
	w.Name("@id")
	w.Joined(w.public(), path, number, fragment)
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
	w.id(pathISSNL, h.ISSNL.String(), "")
	w.Member("@type", "CreativeWork")
	w.Name("workExample")
	w.Open('[')
	w.Open('{')
	w.id(pathISSN, w.issn, "")
	w.Member("name", displayTitle(w.r))
	w.Close('}')
	for f := range w.fields.each(776) {
		if id := linked(f); !id.IsZero() && id != h.ISSN {
			w.Open('{')
			w.id(pathISSN, id.String(), "")
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
	w.number("ISSN", w.issn, identifierStatus(h))
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
	for f := range w.fields.each(22) {
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
	for f := range w.fields.each(30) {
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
		for f := range w.fields.each(tagNumber(tag)) {
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
