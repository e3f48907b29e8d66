package format

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"issnd/crosswalk"
	"issnd/internal/xmlw"
	"issnd/register"
)

// XML is what a format is called where its document stands inside another one.
type XML struct {
	Namespace string
	Schema    string   // URL of the XML schema
	SRU       []string // record schemas of SRU: the URI, then the short names; nil if not offered
	OAI       []string // metadataPrefixes of OAI-PMH; nil if not offered

	// Harvest renders a record for harvesters, where Format.Record would not be
	// valid by the schemas of OAI-PMH. Nil is Format.Record.
	Harvest func(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error)
}

// errNotXML says that a format has no XML element to stand in another document.
var errNotXML = errors.New("not an XML format")

// AppendElement renders one record as an XML element with its namespaces, and
// without XML declaration, to stand inside another document. If located, the
// element names its schema in xsi:schemaLocation.
func (f *Format) AppendElement(dst []byte, v *register.View, o *crosswalk.Options, located bool) ([]byte, error) {
	if f.XML == nil {
		return dst, fmt.Errorf("format %s: %w", f.Name, errNotXML)
	}
	return f.appendElement(dst, f.Record, v, o, located)
}

// AppendHarvested renders one record as the metadata of an OAI-PMH record: an
// element that names its schema.
func (f *Format) AppendHarvested(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	if f.XML == nil {
		return dst, fmt.Errorf("format %s: %w", f.Name, errNotXML)
	}
	render := f.XML.Harvest
	if render == nil {
		render = f.Record
	}
	return f.appendElement(dst, render, v, o, true)
}

// appendElement renders a document, takes its XML declaration off, and puts the
// location of the schema into its first tag. The room for what is put in, less
// what is taken off, is left before rendering: so nearly all of the document
// stays where it is.
func (f *Format) appendElement(dst []byte, render func([]byte, *register.View, *crosswalk.Options) ([]byte, error), v *register.View, o *crosswalk.Options, located bool) ([]byte, error) {
	var room, begin [256]byte
	location := room[:0]
	if located {
		location = f.XML.appendLocation(location)
	}
	start := len(dst)
	dst = append(dst, location[:max(0, len(location)-len(xmlw.Header))]...)
	rendered := len(dst)
	dst, err := render(dst, v, o)
	if err != nil {
		return dst[:start], err
	}
	dst = dst[:rendered+len(bytes.TrimRight(dst[rendered:], "\n"))]
	root := bytes.TrimPrefix(dst[rendered:], []byte(xmlw.Header))
	name := bytes.IndexAny(root, " >/\n")
	if name < 0 {
		return dst[:start], fmt.Errorf("format %s: no root element", f.Name)
	}
	if bytes.Contains(root[:min(len(root), 1024)], []byte("xsi:schemaLocation=")) {
		location = nil
	}
	tag := append(append(begin[:0], root[:name]...), location...)
	return slices.Replace(dst, start, len(dst)-len(root)+name, tag...), nil
}

// appendLocation appends the attributes that tell where the schema is.
func (x *XML) appendLocation(dst []byte) []byte {
	dst = append(dst, ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="`...)
	dst = append(append(dst, x.Namespace...), ' ')
	return append(append(dst, x.Schema...), '"')
}

// SRU is the XML format that a record schema of SRU names, by its URI or by a
// short name in any letter case, or nil.
func (t *Table) SRU(schema string) *Format {
	return t.find(func(x *XML) bool {
		return slices.ContainsFunc(x.SRU, func(s string) bool { return strings.EqualFold(s, schema) })
	})
}

// OAI is the XML format that a metadataPrefix names, or nil.
func (t *Table) OAI(prefix string) *Format {
	return t.find(func(x *XML) bool { return slices.Contains(x.OAI, prefix) })
}

func (t *Table) find(is func(*XML) bool) *Format {
	for _, f := range t.formats {
		if f.XML != nil && is(f.XML) {
			return f
		}
	}
	return nil
}
