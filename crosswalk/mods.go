package crosswalk

import (
	"issnd/internal/xmlw"
	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// Names of MODS, the Metadata Object Description Schema of the Library of
// Congress, in the version that AppendMODS writes.
const (
	MODSNamespace = "http://www.loc.gov/mods/v3"
	MODSSchema    = "http://www.loc.gov/standards/mods/v3/mods-3-6.xsd"
)

const modsOpen = `<mods xmlns="` + MODSNamespace + `" xmlns:xlink="http://www.w3.org/1999/xlink"` +
	` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.6"` +
	` xsi:schemaLocation="` + MODSNamespace + ` ` + MODSSchema + `">`

// AppendMODS appends the record as one mods element of MODS 3.6 without an XML
// declaration. It follows the Library of Congress mapping from MARC 21 and
// adds the key title, the ISSN-L and links by ISSN. Fields in their original
// script share an altRepGroup with the field in Latin script. A view that is
// minimum has the identifier, its status and the ISSN that replaces it.
func AppendMODS(dst []byte, v *register.View, o *Options) []byte {
	w := modsWriter{Writer: xmlw.Writer{Buf: dst}, v: v, o: o, r: v.MARC()}
	w.Raw(modsOpen)
	if v.Minimum() {
		w.minimum()
	} else {
		w.each(w.title)
		w.typeOfResource()
		w.genres()
		w.originInfo()
		w.languages()
		w.physicalDescription()
		w.ownIdentifier()
		w.each(w.field)
	}
	w.accessCondition()
	w.recordInfo()
	w.Raw("</mods>")
	return w.Buf
}

// modsWriter writes the elements of one record. Its methods that are named
// for an element of MODS write that element, or nothing.
type modsWriter struct {
	xmlw.Writer
	v *register.View
	o *Options
	r *marc.Record
}

// each calls write for every field with the number of its tag. An 880 comes
// under the tag of the field that it is linked to.
func (w *modsWriter) each(write func(tag int, f *marc.Field)) {
	for i := range w.r.Fields {
		f := &w.r.Fields[i]
		if n := tagNumber(f.Linked()); n >= 10 {
			write(n, f)
		}
	}
}

// field writes what comes from one field and needs no other.
func (w *modsWriter) field(tag int, f *marc.Field) {
	switch {
	case tag < 40:
		w.identifier(tag, f)
	case tag >= 50 && tag < 100:
		w.classification(tag, f)
	case tag >= 500 && tag < 600:
		w.note(tag, f)
	case tag == 43 || tag >= 600 && tag < 700 || tag == 752:
		w.subject(tag, f)
	case tag == 856:
		w.location(f)
	case tag == 100 || tag == 110 || tag == 111 || tag == 720:
		w.name(tag, f)
	case tag == 700 || tag == 710 || tag == 711:
		if f.Get('t') != "" {
			w.relatedTitle(tag, f)
		} else {
			w.name(tag, f)
		}
	case tag == 362:
		w.text("note", joinSubfields(f, "az"), f, "type", "date/sequential designation")
	case tag == 440 || tag == 490 || tag == 730 || tag == 740 || tag == 830:
		w.relatedTitle(tag, f)
	case tag >= 760 && tag < 790:
		w.relatedEntry(tag, f)
	}
}

// text writes an element with its attributes, given as name, value pairs, and
// the link between f and its original script. Text that is empty, and
// attributes that are empty, are left out.
func (w *modsWriter) text(name, text string, f *marc.Field, attrs ...string) {
	if text == "" {
		return
	}
	w.open(name, f, attrs...)
	w.Text(text)
	w.End(name)
}

// open starts the element that text writes.
func (w *modsWriter) open(name string, f *marc.Field, attrs ...string) {
	w.Start(name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			w.Attr(attrs[i], attrs[i+1])
		}
	}
	if f != nil {
		w.alternate(f)
	}
}

// alternate writes the attributes that pair a field with its 880: the tag and
// the occurrence number are a group, and the 880 says its script.
func (w *modsWriter) alternate(f *marc.Field) {
	if f.Tag == tag880 {
		if s := script(f, language008(w.r)); s != "" {
			w.Attr("script", s)
		}
	}
	tag, occurrence, ok := linkage(f)
	if !ok {
		return
	}
	if f.Tag != tag880 {
		tag = f.Tag.String()
	}
	w.Attr("altRepGroup", tag+"-"+occurrence)
}

// minimum writes a number that is not in force, or of which the viewer may
// know no more.
func (w *modsWriter) minimum() {
	h := w.v.Head()
	invalid := ""
	if h.Deleted || h.Status == register.Cancelled || h.Status == register.Suppressed {
		invalid = "yes"
	}
	w.open("identifier", nil, "type", "issn", "invalid", invalid)
	w.issn(h.ISSN)
	w.End("identifier")
	w.uri(h.ISSN)
	if id := w.v.Replacement(); !id.IsZero() {
		w.relatedISSN("succeeding", "Replaced by", id)
	}
}

func (w *modsWriter) relatedISSN(kind, label string, id issn.ISSN) {
	w.open("relatedItem", nil, "type", kind, "displayLabel", label)
	w.href(id)
	w.open("identifier", nil, "type", "issn")
	w.issn(id)
	w.End("identifier")
	w.End("relatedItem")
}

// href links the element just started to the resource of an ISSN.
func (w *modsWriter) href(id issn.ISSN) {
	w.Attr("xlink:href", w.o.base()+pathISSN+id.String())
}

// issn writes an ISSN as character data.
func (w *modsWriter) issn(id issn.ISSN) {
	w.Text("")
	w.Buf = id.AppendTo(w.Buf)
}

// uri writes the IRI of the resource as an identifier.
func (w *modsWriter) uri(id issn.ISSN) {
	w.open("identifier", nil, "type", "uri")
	w.Text(w.o.base())
	w.Raw(pathISSN)
	w.issn(id)
	w.End("identifier")
}

func (w *modsWriter) ownIdentifier() { w.uri(w.v.Head().ISSN) }

func (w *modsWriter) accessCondition() {
	if w.o.License == "" {
		return
	}
	w.open("accessCondition", nil, "type", "use and reproduction",
		"displayLabel", "Licence of this description", "xlink:href", w.o.License)
	w.Text(w.o.LicenseName)
	w.End("accessCondition")
}
