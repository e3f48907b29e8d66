package unimarc

import (
	"issnd/internal/xmlw"
	"issnd/marc"
)

// Namespace is that of MarcXchange 2.0 (ISO 25577:2013).
const Namespace = "info:lc/xmlns/marcxchange-v2"

// XMLOpen and XMLClose stand before and after the records of a MarcXchange
// document.
const (
	XMLOpen  = xmlw.Header + `<collection xmlns="` + Namespace + `">` + "\n"
	XMLClose = "</collection>\n"
)

// AppendXML appends a UNIMARC record as a MarcXchange record element. It
// declares its namespace, so that it is a document of its own as well as part
// of a collection or of a response.
func AppendXML(dst []byte, r *marc.Record) []byte {
	w := xmlw.Writer{Buf: dst}
	w.Start("record")
	w.Attr("xmlns", Namespace)
	w.Attr("format", "UNIMARC")
	w.Attr("type", "Bibliographic")
	w.Element("leader", r.Leader.String())
	for i := range r.Fields {
		f := &r.Fields[i]
		if f.Tag.Control() {
			w.Element("controlfield", f.Value, "tag", f.Tag.String())
			continue
		}
		w.Start("datafield")
		w.Attr("tag", f.Tag.String())
		w.Attr("ind1", char(f.Ind1))
		w.Attr("ind2", char(f.Ind2))
		for _, s := range f.Subfields {
			w.Start("subfield")
			w.Attr("code", char(s.Code))
			w.Text(s.Value)
			w.End("subfield")
		}
		w.End("datafield")
	}
	w.End("record")
	return w.Buf
}
