// Package format is the table of representations. A Format is one value: it
// answers ?format=, Accept, the path suffix, Link alternates, the page of
// formats and issnd export. To add one is to write a function and a row.
package format

import (
	"issnd/crosswalk"
	"issnd/rdf"
	"issnd/register"
)

// Format is one representation of what the register holds. A function that is
// nil means that the format does not describe such a thing. All functions
// append to dst and are safe for use by several goroutines.
type Format struct {
	Name       string   // the value of ?format=, for example "turtle"
	Aliases    []string // other values that clients send
	Title      string   // one line for people
	Ext        string   // path suffix with its dot, for example ".ttl"
	MediaTypes []string // accepted media types; the first is the one that is sent
	Text       bool     // sent with charset=utf-8
	Attachment bool     // browsers are told to save it
	Profile    string   // IRI of what the document conforms to, "" if none (FAIR Signposting)
	Converted  bool     // made of another form, in milliseconds where others take microseconds

	XML *XML // how it stands inside another XML document; nil if it is not XML

	// Record renders one record.
	Record func(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error)
	// Cluster renders the records of one ISSN-L.
	Cluster func(dst []byte, c *register.ClusterView, o *crosswalk.Options) ([]byte, error)
	// Graph renders any other document: a vocabulary, the ISSN centres.
	Graph func(dst []byte, g *rdf.Graph) ([]byte, error)
	// Many says how several records make one document.
	Many *Sequence
}

// Sequence is what makes one document of several records. Record renders one
// of them as part of the document; nil means Format.Record.
type Sequence struct {
	Head, Separator, Tail string
	Record                func(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error)
}

// ContentType is the value of the Content-Type header.
func (f *Format) ContentType() string {
	if f.Text {
		return f.MediaTypes[0] + "; charset=utf-8"
	}
	return f.MediaTypes[0]
}
