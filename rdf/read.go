package rdf

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	knakk "github.com/knakk/rdf"
)

// ParseTurtle reads a Turtle document. Relative IRIs are resolved against base
// (RFC 3986 §5); after an @base in the document itself they are appended to that
// IRI as they stand, which is right only for fragments and for a base that ends
// in a slash. An error gives the position as line:column.
//
// It is for documents that one trusts, vocabularies for example: the decoder
// scans in a goroutine of its own, where a number that begins with a full stop
// and other malformed input panic, which no caller can recover from; and it
// gives blank nodes without a label the labels b1, b2, …, even if the document
// uses these.
func ParseTurtle(r io.Reader, base string) (*Graph, error) {
	g, err := decode(knakk.NewTripleDecoder(r, knakk.Turtle), base)
	if err != nil {
		return nil, fmt.Errorf("turtle: %w", err)
	}
	return g, nil
}

// ParseNTriples reads an N-Triples document, one that is trusted as for
// ParseTurtle.
func ParseNTriples(r io.Reader) (*Graph, error) {
	g, err := decode(knakk.NewTripleDecoder(r, knakk.NTriples), "")
	if err != nil {
		return nil, fmt.Errorf("n-triples: %w", err)
	}
	return g, nil
}

// ParseRDFXML reads an RDF/XML document. Relative IRIs are resolved against base
// as in ParseTurtle. The decoder covers a part of the syntax: node elements other
// than rdf:Description inside a property, and IRIs without "//" such as URNs,
// give an error, namespaces must be declared on the root element, and an empty
// string with a language passes the language on to the string after it.
func ParseRDFXML(r io.Reader, base string) (*Graph, error) {
	g, err := decode(knakk.NewTripleDecoder(r, knakk.RDFXML), base)
	if err != nil {
		return nil, fmt.Errorf("rdf/xml: %w", err)
	}
	return g, nil
}

// decode reads all statements. The decoders panic on some input that they do
// not support or expect; that is an error here.
func decode(d knakk.TripleDecoder, base string) (g *Graph, err error) {
	defer func() {
		if p := recover(); p != nil {
			g, err = nil, fmt.Errorf("unsupported input: %v", p)
		}
	}()
	g = &Graph{}
	for {
		t, err := d.Decode()
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		if err != nil {
			return nil, err
		}
		g.Add(fromKnakk(t.Subj, base), fromKnakk(t.Pred, base), fromKnakk(t.Obj, base))
	}
}

func fromKnakk(t knakk.Term, base string) Term {
	switch t := t.(type) {
	case knakk.IRI:
		return IRI(resolve(base, t.String()))
	case knakk.Blank:
		return Term{Kind: KindBlank, Value: t.String()}
	case knakk.Literal:
		if t.Lang() != "" {
			return LangString(t.String(), t.Lang())
		}
		if dt := t.DataType.String(); dt != xsdString {
			return Typed(t.String(), resolve(base, dt))
		}
		return Literal(t.String())
	}
	return Term{}
}

// resolve makes a relative IRI absolute. References to the document itself are
// joined as text, so that the characters of base stay as they are.
func resolve(base, ref string) string {
	if base == "" || hasScheme(ref) {
		return ref
	}
	if ref == "" || ref[0] == '#' {
		document, _, _ := strings.Cut(base, "#")
		return document + ref
	}
	b, err := url.Parse(base)
	if err != nil {
		return base + ref
	}
	u, err := b.Parse(ref)
	if err != nil {
		return base + ref
	}
	return u.String()
}

// hasScheme tells whether an IRI is absolute (RFC 3986 §3.1).
func hasScheme(s string) bool {
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z':
		case i > 0 && ('0' <= c && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return i > 0 && c == ':'
		}
	}
	return false
}
