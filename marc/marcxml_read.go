package marc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxDepth is how deep elements may be nested around a record.
const maxDepth = 100

// NewXMLReader reads the MARCXML records of an XML document from r, wherever
// they are in it: in a collection, in a response of OAI-PMH or SRU. Elements
// go by their local names, in any namespace or none. A record that is not
// well formed is a *RecordError, and reading goes on at the next start tag of
// a record. Document types are skipped and define no entities.
func NewXMLReader(r io.Reader, o Options) Reader {
	return &xmlReader{xmlScanner: xmlScanner{in: window{src: r, max: o.maxRecord()}}}
}

type xmlReader struct {
	xmlScanner
	build  xmlBuilder
	begun  bool
	names  names
	open   []string // the elements around, unless loose
	loose  bool     // after an error nesting is not checked any more
	number int
	final  error
}

func (r *xmlReader) Next() (*Item, error) {
	if r.final != nil {
		return nil, r.final
	}
	if !r.begun {
		r.begun = true
		r.in.transcode()
	}
	it, err := r.read()
	var bad *RecordError
	if err != nil && !errors.As(err, &bad) {
		r.final = err
	}
	return it, err
}

// read goes on to the next record. A record element whose first element is
// none of MARCXML is the wrapper of another protocol.
func (r *xmlReader) read() (*Item, error) {
	wrapper := "" // the record element that the window begins with
	for {
		if wrapper == "" || r.pos > r.in.max {
			wrapper = ""
			r.discard()
		}
		at := r.pos
		t, err := r.next()
		if err != nil {
			if err = r.outside(err); err != nil {
				return nil, err
			}
			wrapper = ""
			continue
		}
		local := t.local()
		switch {
		case t.kind == endTag && string(t.name) == wrapper:
			r.pop(t.name)
			return nil, r.fail(ErrorEmpty, "the record is empty")
		case t.kind == endTag:
			if !r.pop(t.name) {
				return nil, r.fail(ErrorXML, fmt.Sprintf("unexpected end tag %.40q", t.name))
			}
		case t.kind != startTag:
		case wrapper != "" && inMARCXML(local):
			r.pos = at
			return r.record(wrapper)
		default:
			wrapper = ""
			if string(local) == "record" {
				wrapper = r.names.of(t.name)
				r.in.skip(at)
				r.pos -= at
			}
			if t.empty && wrapper != "" {
				return nil, r.fail(ErrorEmpty, "the record is empty")
			}
			if !t.empty && !r.push(t.name) {
				return nil, r.fail(ErrorXML, "elements are nested too deep")
			}
		}
	}
}

func inMARCXML(local []byte) bool {
	switch string(local) {
	case "leader", "controlfield", "datafield":
		return true
	}
	return false
}

// outside handles what next gave instead of a token between records. It
// returns nil if reading may go on at once.
func (r *xmlReader) outside(err error) error {
	switch {
	case err == io.EOF && len(r.open) > 0 && !r.loose:
		reason := fmt.Sprintf("the input ends inside of <%s>", r.open[len(r.open)-1])
		r.open = nil
		return r.fail(ErrorTruncated, reason)
	case err == errXML || err == errLong:
		reported := r.loose
		r.loose = true
		r.resync()
		if reported {
			return nil
		}
		return r.fail(ErrorXML, err.Error())
	}
	return err
}

func (r *xmlReader) push(name []byte) bool {
	if r.loose {
		return true
	}
	if len(r.open) == maxDepth {
		r.loose = true
		return false
	}
	r.open = append(r.open, r.names.of(name))
	return true
}

func (r *xmlReader) pop(name []byte) bool {
	if r.loose {
		return true
	}
	last := len(r.open) - 1
	if last < 0 || r.open[last] != string(name) {
		r.loose = true
		return false
	}
	r.open = r.open[:last]
	return true
}

// record reads the record whose start tag, of the given name, begins the
// window, from its first element on.
func (r *xmlReader) record(name string) (*Item, error) {
	r.build.reset(name)
	for {
		at := r.pos
		t, err := r.next()
		switch {
		case err == io.EOF:
			r.loose = true
			return nil, r.fail(ErrorTruncated, "the input ends inside of the record")
		case err == nil && r.pos > r.in.max:
			r.pos = at
			fallthrough
		case err == errLong:
			return nil, r.abandon(ErrorTooLarge, errLong.Error())
		case err == errXML:
			return nil, r.abandon(ErrorXML, err.Error())
		case err != nil:
			return nil, err
		case t.kind == startTag && string(t.local()) == "record":
			r.loose = true
			r.pos = at
			return nil, r.fail(ErrorXML, "a record begins inside of the record")
		}
		done, err := r.build.token(&t)
		if err != nil {
			return nil, r.abandon(ErrorXML, err.Error())
		}
		if done {
			r.pop([]byte(name))
			return r.item()
		}
	}
}

func (r *xmlReader) item() (*Item, error) {
	rec, problems, code, reason := r.build.finish()
	if code != "" {
		return nil, r.fail(code, reason)
	}
	r.number++
	return &Item{
		Record:   rec,
		Raw:      r.in.bytes()[:r.pos],
		Position: Position{Number: r.number, Offset: r.in.offset},
		Problems: problems,
	}, nil
}

// abandon gives up the record in the middle.
func (r *xmlReader) abandon(code, reason string) error {
	err := r.fail(code, reason)
	r.loose = true
	r.resync()
	return err
}

// fail is the error for what the window begins with.
func (r *xmlReader) fail(code, reason string) *RecordError {
	r.number++
	raw := r.in.bytes()
	raw = raw[:min(r.pos, len(raw), MaxErrorRaw)]
	return &RecordError{
		Position: Position{Number: r.number, Offset: r.in.offset},
		Code:     code, Reason: reason, Raw: bytes.Clone(raw),
	}
}

// names keeps one string for each of the few names a document uses.
type names struct{ known map[string]string }

const maxNames = 64

func (n *names) of(name []byte) string {
	if s, ok := n.known[string(name)]; ok {
		return s
	}
	s := string(name)
	if n.known == nil {
		n.known = make(map[string]string)
	}
	if len(n.known) < maxNames {
		n.known[s] = s
	}
	return s
}
