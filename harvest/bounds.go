package harvest

import (
	"encoding/xml"
	"errors"
	"fmt"
)

// What an answer may have: far more than any has, and little enough that what
// package xml keeps of it, up to thirty bytes for each byte, is no danger.
const (
	maxDepth = 200      // of elements in elements
	maxTag   = 64 << 10 // bytes of one tag with its attributes
)

// errDoctype refuses what no answer has (OAI-PMH 2.0 §3.2 names an XML schema)
// and what entities are defined by.
var errDoctype = errors.New("a document type, which answers do not have")

// token is the next token of the answer. It ends where elements nest too deep or
// a tag is too long, before package xml keeps what it reads of them.
func (p *parser) token() (xml.Token, error) {
	if err := p.checkTag(); err != nil {
		return nil, err
	}
	t, err := p.dec.Token()
	switch t.(type) {
	case xml.StartElement:
		if p.depth++; p.depth > maxDepth {
			return nil, fmt.Errorf("elements nest deeper than %d", maxDepth)
		}
	case xml.EndElement:
		p.depth--
	case xml.Directive:
		return nil, errDoctype
	}
	return t, err
}

// checkTag refuses a tag that is too long, before it is read.
func (p *parser) checkTag() error {
	rest := p.data[min(int(p.dec.InputOffset()), len(p.data)):]
	if len(rest) <= maxTag || rest[0] != '<' || rest[1] == '!' || rest[1] == '?' {
		return nil
	}
	var quote byte
	for _, c := range rest[:maxTag] {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return nil
		}
	}
	return fmt.Errorf("a tag is longer than %d bytes", maxTag)
}

// skip reads the current element to its end.
func (p *parser) skip() error {
	for around := p.depth - 1; p.depth > around; {
		if _, err := p.token(); err != nil {
			return err
		}
	}
	return nil
}
