package marc

import (
	"bytes"
	"errors"
	"io"
)

// errXML and errLong are why the scanner gives no token: what follows is not
// well-formed XML, or longer than the limit.
var (
	errXML  = errors.New("not well-formed XML")
	errLong = errors.New("longer than the limit")
)

type tokenKind uint8

const (
	startTag tokenKind = iota
	endTag
	textToken
	cdataToken
)

// token is a piece of markup or text. Its slices point into the window and
// are good until the next token.
type token struct {
	kind  tokenKind
	name  []byte // of a tag, with prefix
	attrs []byte // of a start tag, unparsed
	empty bool   // a start tag that is an end tag too
	data  []byte // of text, with references, or of CDATA
}

// local is the name of a tag without prefix.
func (t *token) local() []byte {
	return t.name[bytes.IndexByte(t.name, ':')+1:]
}

// xmlScanner cuts XML into tokens, leaving out comments, processing
// instructions and the document type. It defines no entities.
type xmlScanner struct {
	in   window
	pos  int              // of the next token, from the start of the window
	none map[string]int64 // ends of markup: where in the input each is known not to come before
}

// next returns the next token, io.EOF at the end, errXML or errLong where
// there is no token, or an error of the source. After errXML and errLong resync
// must be called.
func (s *xmlScanner) next() (token, error) {
	for {
		if !s.in.more(s.pos + 1) {
			return token{}, s.in.err
		}
		if s.in.bytes()[s.pos] != '<' {
			return s.text()
		}
		var err error
		s.in.more(s.pos + len("<![CDATA["))
		switch b := s.in.bytes()[s.pos:]; {
		case bytes.HasPrefix(b, []byte("<!--")):
			_, err = s.until(4, "-->")
		case bytes.HasPrefix(b, []byte("<?")):
			_, err = s.until(2, "?>")
		case bytes.HasPrefix(b, []byte("<![CDATA[")):
			data, err := s.until(len("<![CDATA["), "]]>")
			return token{kind: cdataToken, data: data}, err
		case bytes.HasPrefix(b, []byte("<!")):
			err = s.doctype()
		default:
			return s.tag()
		}
		if err != nil {
			return token{}, err
		}
	}
}

// hopeless reports whether markup that begins at pos is known to have no end
// within reach, since other markup before it looked for the same one. Without
// it, input that opens a comment again and again would be read again and again.
func (s *xmlScanner) hopeless(end string) bool {
	return s.in.offset+int64(s.pos) < s.none[end]
}

// missed remembers that an end was looked for in vain in all that was read.
func (s *xmlScanner) missed(end string) {
	if s.none == nil {
		s.none = make(map[string]int64)
	}
	s.none[end] = s.in.offset + int64(len(s.in.bytes())-len(end))
}

// resync gives up the byte that no token begins with, and the text after it.
func (s *xmlScanner) resync() {
	s.pos++
	s.discard()
	for s.in.more(1) {
		if n := bytes.IndexByte(s.in.bytes(), '<'); n >= 0 {
			s.in.skip(n)
			return
		}
		s.in.skip(len(s.in.bytes()))
	}
}

// discard gives up what stands before the next token.
func (s *xmlScanner) discard() {
	s.in.skip(min(s.pos, len(s.in.bytes())))
	s.pos = 0
}

// text returns the text before the next "<", or a long piece of it.
func (s *xmlScanner) text() (token, error) {
	from := s.pos
	for {
		if n := bytes.IndexByte(s.in.bytes()[s.pos:], '<'); n >= 0 {
			s.pos += n
			break
		}
		s.pos = len(s.in.bytes())
		if s.pos > s.in.max || !s.in.more(s.pos+1) {
			break
		}
	}
	return token{kind: textToken, data: s.in.bytes()[from:s.pos]}, nil
}

// until returns what stands between n bytes after pos and end, and goes
// behind end.
func (s *xmlScanner) until(n int, end string) ([]byte, error) {
	if s.hopeless(end) {
		return nil, errXML
	}
	from := s.pos + n
	for at := from; ; {
		b := s.in.bytes()
		if i := bytes.Index(b[min(at, len(b)):], []byte(end)); i >= 0 {
			s.pos = at + i + len(end)
			return b[from : at+i], nil
		}
		if len(b) > s.in.max {
			s.missed(end)
			return nil, errLong
		}
		at = max(from, len(b)-len(end)+1)
		if !s.in.more(len(b) + 1) {
			s.missed(end)
			return nil, s.incomplete()
		}
	}
}

// incomplete is the error for markup that does not end before the input does.
func (s *xmlScanner) incomplete() error {
	if s.in.err == io.EOF {
		return errXML
	}
	return s.in.err
}

// close returns the offset of the first ">" after pos that is not in quotes,
// nor in brackets where those of a document type are looked for. Without them
// no byte is read more than three times, wherever tags begin in vain: of those
// that go on at one place no two are in the same kind of quotes.
func (s *xmlScanner) close(brackets bool) (int, error) {
	var quote byte
	depth := 0
	for at := s.pos + 1; ; {
		for i, c := range s.in.bytes()[at:] {
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c > '>' && c != '[' && c != ']':
			case c == '"' || c == '\'':
				quote = c
			case c == '[' && brackets:
				depth++
			case c == ']' && brackets:
				depth--
			case c == '>' && depth <= 0:
				return at + i, nil
			case c == '<' && depth <= 0:
				return 0, errXML
			}
		}
		at = len(s.in.bytes())
		if at > s.in.max {
			return 0, errLong
		}
		if !s.in.more(at + 1) {
			return 0, s.incomplete()
		}
	}
}

// doctype passes over a document type, with all that it would define.
func (s *xmlScanner) doctype() error {
	const end = "]>"
	if s.hopeless(end) {
		return errXML
	}
	at, err := s.close(true)
	if err != nil {
		s.missed(end)
		return err
	}
	s.pos = at + 1
	return nil
}

func (s *xmlScanner) tag() (token, error) {
	end, err := s.close(false)
	if err != nil {
		return token{}, err
	}
	b := s.in.bytes()[s.pos+1 : end]
	t := token{kind: startTag}
	if len(b) > 0 && b[0] == '/' {
		t.kind, b = endTag, bytes.TrimRight(b[1:], xmlSpace)
	} else if len(b) > 0 && b[len(b)-1] == '/' {
		t.empty, b = true, b[:len(b)-1]
	}
	t.name = b
	if n := bytes.IndexAny(b, xmlSpace); n >= 0 {
		t.name, t.attrs = b[:n], b[n:]
	}
	if !isName(t.name) || (t.kind == endTag && len(t.attrs) > 0) {
		return token{}, errXML
	}
	s.pos = end + 1
	return t, nil
}

const xmlSpace = " \t\r\n"

// isName checks the ASCII part of a name (XML 1.0 §2.3).
func isName(b []byte) bool {
	for i, c := range b {
		switch {
		case c >= 0x80 || c == '_' || c == ':' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		case i > 0 && (c == '-' || c == '.' || c >= '0' && c <= '9'):
		default:
			return false
		}
	}
	return len(b) > 0
}
