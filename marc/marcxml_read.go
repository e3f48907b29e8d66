package marc

import "io"

// NewXMLReader reads the MARCXML records of an XML document from r.
func NewXMLReader(r io.Reader, o Options) Reader { return nil }
