package crosswalk

import (
	"strings"

	"issnd/internal/xmlw"
	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// Names of oai_dc, the container of unqualified Dublin Core that OAI-PMH 2.0
// §4.1 demands of every repository.
const (
	DCNamespace = "http://www.openarchives.org/OAI/2.0/oai_dc/"
	DCSchema    = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
)

// Names of the Dublin Core record schema of SRU, info:srw/schema/1/dc-v1.1.
const (
	SRUDCNamespace = "info:srw/schema/1/dc-schema"
	SRUDCSchema    = "http://www.loc.gov/standards/sru/recordSchemas/dc-schema.xsd"
)

// AppendDC appends the record as one oai_dc:dc element without an XML
// declaration, valid against oai_dc.xsd. A view that is minimum has the
// identifier, also as its title, what became of it, and the ISSN that replaces
// it.
func AppendDC(dst []byte, v *register.View, o *Options) []byte {
	return appendDC(dst, v, o, "oai_dc", DCNamespace, DCSchema)
}

// AppendSRUDC appends what AppendDC does as one srw_dc:dc element.
func AppendSRUDC(dst []byte, v *register.View, o *Options) []byte {
	return appendDC(dst, v, o, "srw_dc", SRUDCNamespace, SRUDCSchema)
}

// appendDC writes the elements of Dublin Core in a container.
func appendDC(dst []byte, v *register.View, o *Options, prefix, namespace, schema string) []byte {
	w := dcWriter{Writer: xmlw.Writer{Buf: dst}, v: v, o: o, r: v.MARC()}
	container := prefix + ":dc"
	w.Start(container)
	w.Attr("xmlns:"+prefix, namespace)
	w.Attr("xmlns:dc", "http://purl.org/dc/elements/1.1/")
	w.Attr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
	w.Attr("xsi:schemaLocation", namespace+" "+schema)
	if v.Minimum() {
		w.minimum()
	} else {
		w.titles()
		w.agents()
		w.identifiers()
		w.nature()
		w.place()
		w.content()
		w.relations()
	}
	w.rights()
	w.End(container)
	return w.Buf
}

type dcWriter struct {
	xmlw.Writer
	v *register.View
	o *Options
	r *marc.Record
}

// text writes an element unless it would be empty.
func (w *dcWriter) text(name, s string) {
	if s != "" {
		w.Element(name, s)
	}
}

// resource writes an element with the IRI of an ISSN or ISSN-L resource.
func (w *dcWriter) resource(name, kind string, id issn.ISSN) {
	w.Start(name)
	w.Text(w.o.base())
	w.Raw(kind)
	w.Buf = id.AppendTo(w.Buf)
	w.End(name)
}

func (w *dcWriter) minimum() {
	// Harvesters expect a title of everything.
	w.Start("dc:title")
	w.Text(recordKind(w.v.Head()))
	w.Text(" ISSN ")
	w.Buf = w.v.Head().ISSN.AppendTo(w.Buf)
	w.End("dc:title")
	w.ownIdentifiers()
	w.Start("dc:description")
	w.Text(recordKind(w.v.Head()))
	w.Text(" ISSN")
	if c := centre(w.v); c != "" {
		w.Text("; ISSN centre ")
		w.Text(c)
	}
	if day := modifiedDate(w.v); day != "" {
		w.Text("; record updated ")
		w.Text(day)
	}
	w.End("dc:description")
	if id := w.v.Replacement(); !id.IsZero() {
		w.resource("dc:relation", pathISSN, id)
	}
}

func (w *dcWriter) ownIdentifiers() {
	id := w.v.Head().ISSN
	w.resource("dc:identifier", pathISSN, id)
	w.Start("dc:identifier")
	w.Raw("urn:ISSN:")
	w.Buf = id.AppendTo(w.Buf)
	w.End("dc:identifier")
}

// titles writes the key title first, because it is the one that identifies.
// Each comes with its original script.
func (w *dcWriter) titles() {
	var done [16]string
	s := seen(done[:0])
	for _, tag := range [...]marc.Tag{tag222, tag245, tag210, tag246, tag247} {
		for f := range w.r.Each(tag) {
			w.title(&s, f, tag)
			if alt := original(w.r, f); alt != nil {
				w.title(&s, alt, tag)
			}
		}
	}
}

func (w *dcWriter) title(s *seen, f *marc.Field, tag marc.Tag) {
	if t := titleOf(f, tag); s.add(t) {
		w.Element("dc:title", t)
	}
}

// titleOf is the title of a title field in the form for people. The tag is
// given because that of an 880 is not its own.
func titleOf(f *marc.Field, tag marc.Tag) string {
	if tag == tag222 || tag == tag210 {
		return keyTitle(f)
	}
	return partsOfTitle(f)
}

// partsOfTitle is $a, $n and $p of a title field, each as a sentence, because
// the punctuation between them was made for the subtitle that is left out.
func partsOfTitle(f *marc.Field) string {
	title := ""
	for i := range f.Subfields {
		switch f.Subfields[i].Code {
		case 'a', 'n', 'p':
		default:
			continue
		}
		part := cleanText(f.Subfields[i].Value)
		if mark := strings.TrimRight(part, ":;/="); len(mark) < len(part) {
			part = strings.TrimSpace(mark)
		}
		switch {
		case part == "":
		case title == "":
			title = part
		case strings.IndexByte(".,?!", title[len(title)-1]) >= 0:
			title += " " + part
		default:
			title += ". " + part
		}
	}
	return point(trimISBD(title))
}

func (w *dcWriter) agents() {
	var done [16]string
	s := seen(done[:0])
	for f := range w.r.Each(tag110) {
		w.agent(&s, "dc:creator", f)
	}
	for _, tag := range [...]marc.Tag{tag710, tag711, tag720} {
		for f := range w.r.Each(tag) {
			if f.Get('t') == "" {
				w.agent(&s, "dc:contributor", f)
			}
		}
	}
	s = s[:0]
	for i := range w.r.Fields {
		if f := &w.r.Fields[i]; publication(f) {
			for b := range f.All('b') {
				if name := point(statement(b)); s.add(name) {
					w.Element("dc:publisher", name)
				}
			}
		}
	}
}

func (w *dcWriter) agent(s *seen, element string, f *marc.Field) {
	if name := point(joinSubfields(f, "abcdn")); s.add(name) {
		w.Element(element, name)
	}
	if alt := original(w.r, f); alt != nil {
		w.agent(s, element, alt)
	}
}

// identifiers writes what identifies the serial: cancelled and incorrect
// ISSNs do not, and are in the description.
func (w *dcWriter) identifiers() {
	w.ownIdentifiers()
	for f := range w.r.Each(tag030) {
		if s := cleanText(f.Get('a')); s != "" {
			w.Start("dc:identifier")
			w.Raw("CODEN ")
			w.Text(s)
			w.End("dc:identifier")
		}
	}
	for f := range w.r.Each(tag856) {
		for u := range f.All('u') {
			if address, ok := webIRI(u); ok {
				u = address
			}
			w.text("dc:identifier", cleanText(u))
		}
	}
}

func (w *dcWriter) rights() {
	w.text("dc:rights", w.o.License)
	if w.o.License != "" {
		w.text("dc:rights", w.o.LicenseName)
	}
}
