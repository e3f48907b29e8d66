package harvest

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// namespace is that of the elements of the protocol.
const namespace = "http://www.openarchives.org/OAI/2.0/"

// answer is a response of a provider (OAI-PMH 2.0 §3.2).
type answer struct {
	date     time.Time // responseDate, zero if it is none
	errors   []protocolError
	records  []record
	token    *token // nil if there is no such element
	identify *identity
}

// protocolError is an error element (§3.6).
type protocolError struct{ Code, Message string }

func (e protocolError) Error() string {
	if e.Message == "" {
		return e.Code
	}
	return e.Code + ": " + e.Message
}

// record is a record element (§2.5).
type record struct {
	identifier string
	datestamp  string
	deleted    bool
	sets       []string
	metadata   []byte // the content of the metadata element, a part of the answer
}

// token is a resumptionToken element (§3.5).
type token struct {
	value   string    // "" at the end of the list
	expires time.Time // zero if it is not said
	size    uint64    // completeListSize, 0 if it is not said
}

// identity is what Identify tells (§4.2).
type identity struct {
	name        string
	granularity string
	earliest    string
	deleted     string
}

// errNotOAI says that an XML document is not a response of the protocol.
var errNotOAI = errors.New("not an answer of OAI-PMH")

// syntaxError tells where an answer is not well formed.
type syntaxError struct {
	line, column int
	after        string // identifier of the last header before it, "" if there is none
	err          error
}

func (e *syntaxError) Error() string {
	text := fmt.Sprintf("line %d, column %d: %v", e.line, e.column, e.err)
	if e.after != "" {
		text += ", after the header of " + e.after
	}
	return text
}

func (e *syntaxError) Unwrap() error { return e.err }

// parse reads a response. What is not of the protocol is passed over, but all of
// it has to be well formed.
func parse(data []byte) (*answer, error) {
	p := &parser{data: data, dec: xml.NewDecoder(bytes.NewReader(data)), out: &answer{}}
	p.dec.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("it is in %.40q, and only UTF-8 is allowed (OAI-PMH §3.2)", label)
	}
	if err := p.document(); err != nil {
		if errors.Is(err, errNotOAI) {
			return nil, err
		}
		var s *xml.SyntaxError
		if errors.As(err, &s) {
			err = errors.New(s.Msg)
		}
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		line, column := p.dec.InputPos()
		return nil, &syntaxError{line, column, p.last, err}
	}
	return p.out, nil
}

type parser struct {
	data  []byte
	dec   *xml.Decoder
	out   *answer
	last  string // identifier
	depth int    // of open elements
}

func (p *parser) document() error {
	for {
		t, err := p.token()
		if err == io.EOF {
			return fmt.Errorf("%w: it is empty", errNotOAI)
		}
		if err != nil {
			return err
		}
		if s, ok := t.(xml.StartElement); ok {
			if s.Name.Local != "OAI-PMH" || s.Name.Space != namespace {
				return fmt.Errorf("%w: it begins with <%.40s>", errNotOAI, s.Name.Local)
			}
			break
		}
	}
	if err := p.children(p.child); err != nil {
		return err
	}
	for {
		if t, err := p.token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		} else if _, ok := t.(xml.StartElement); ok {
			return errors.New("a second root element")
		}
	}
}

// children calls fn for every child element; fn reads it to its end.
func (p *parser) children(fn func(xml.StartElement) error) error {
	for {
		t, err := p.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Space != namespace {
				err = p.skip()
			} else {
				err = fn(t)
			}
			if err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

func (p *parser) child(s xml.StartElement) error {
	switch s.Name.Local {
	case "responseDate":
		text, err := p.text()
		p.out.date = utc(text)
		return err
	case "error":
		text, err := p.text()
		p.out.errors = append(p.out.errors, protocolError{attribute(s, "code"), text})
		return err
	case "Identify":
		p.out.identify = &identity{}
		return p.children(p.identity)
	case "ListRecords", "GetRecord":
		return p.children(p.entry)
	}
	return p.skip()
}

func (p *parser) identity(s xml.StartElement) (err error) {
	id := p.out.identify
	switch s.Name.Local {
	case "repositoryName":
		id.name, err = p.text()
	case "granularity":
		id.granularity, err = p.text()
	case "earliestDatestamp":
		id.earliest, err = p.text()
	case "deletedRecord":
		id.deleted, err = p.text()
	default:
		err = p.skip()
	}
	return err
}

func (p *parser) entry(s xml.StartElement) error {
	switch s.Name.Local {
	case "record":
		var r record
		err := p.children(func(s xml.StartElement) error { return p.record(&r, s) })
		p.out.records = append(p.out.records, r)
		return err
	case "resumptionToken":
		t := &token{expires: utc(attribute(s, "expirationDate"))}
		t.size, _ = strconv.ParseUint(strings.TrimSpace(attribute(s, "completeListSize")), 10, 64)
		p.out.token = t
		var err error
		t.value, err = p.text()
		return err
	}
	return p.skip()
}

func (p *parser) record(r *record, s xml.StartElement) error {
	switch s.Name.Local {
	case "header":
		r.deleted = attribute(s, "status") == "deleted"
		return p.children(func(s xml.StartElement) error { return p.header(r, s) })
	case "metadata":
		from := p.dec.InputOffset()
		if err := p.skip(); err != nil {
			return err
		}
		inside := p.data[from:p.dec.InputOffset()]
		// An empty element has no end tag of its own.
		if end := bytes.LastIndex(inside, []byte("</")); end >= 0 {
			r.metadata = inside[:end]
		}
		return nil
	}
	return p.skip()
}

func (p *parser) header(r *record, s xml.StartElement) (err error) {
	switch s.Name.Local {
	case "identifier":
		r.identifier, err = p.text()
		p.last = r.identifier
	case "datestamp":
		r.datestamp, err = p.text()
	case "setSpec":
		var set string
		set, err = p.text()
		r.sets = append(r.sets, set)
	default:
		err = p.skip()
	}
	return err
}

// text is the text of the current element without space around it.
func (p *parser) text() (string, error) {
	var b strings.Builder
	for {
		t, err := p.token()
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			if err := p.skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return strings.TrimSpace(b.String()), nil
		}
	}
}

func attribute(s xml.StartElement, name string) string {
	for _, a := range s.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// utc reads a UTCdatetime (§3.3); zero if it is none.
func utc(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
