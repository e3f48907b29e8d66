package mrk

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"issnd/marc"
)

// maxLine is the longest line that Parse reads: an ISO 2709 record, and so
// any field of it, has less than 100,000 bytes.
const maxLine = 1 << 20

// Parse reads all the records of r. The first line that is not well formed
// ends it with an error that names the line; there are no records then.
// Empty input holds no records.
func Parse(r io.Reader) ([]*marc.Record, error) {
	p := &parser{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		if err := p.line(lines.Text()); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading lines: %w", err)
	}
	return p.records, nil
}

// parser collects records; current is nil between two records.
type parser struct {
	records []*marc.Record
	current *marc.Record
}

func (p *parser) line(s string) error {
	if s == "" {
		p.current = nil
		return nil
	}
	if len(s) < prefix || s[0] != '=' || s[4:prefix] != "  " {
		return errors.New(`a line is "=", a tag, two spaces and the content`)
	}
	if !utf8.ValidString(s) {
		return errors.New("not UTF-8")
	}
	if s[1:4] == "LDR" {
		return p.leader(s[prefix:])
	}
	if p.current == nil {
		return errors.New("a record begins with its leader")
	}
	f, err := parseField(s[1:4], s[prefix:])
	if err != nil {
		return err
	}
	p.current.Fields = append(p.current.Fields, f)
	return nil
}

func (p *parser) leader(s string) error {
	if p.current != nil {
		return errors.New("an empty line ends a record")
	}
	s, err := control(s)
	if err != nil {
		return err
	}
	if len(s) != marc.LeaderLength {
		return fmt.Errorf("a leader has %d bytes, this one has %d", marc.LeaderLength, len(s))
	}
	p.current = &marc.Record{Leader: marc.Leader([]byte(s))}
	p.records = append(p.records, p.current)
	return nil
}

func parseField(tag, s string) (marc.Field, error) {
	for i := 0; i < len(tag); i++ {
		if !printable(tag[i]) {
			return marc.Field{}, fmt.Errorf("tag %q", tag)
		}
	}
	f := marc.Field{Tag: marc.T(tag)}
	if f.Tag.Control() {
		v, err := control(s)
		f.Value = v
		return f, err
	}
	head, rest, _ := strings.Cut(s, "$")
	ind, err := control(head)
	if err != nil {
		return f, err
	}
	if len(ind) != 2 || !indicator(ind[0]) || !indicator(ind[1]) {
		return f, fmt.Errorf("field %s: two indicators come before the first subfield", tag)
	}
	f.Ind1, f.Ind2 = ind[0], ind[1]
	if len(head) < len(s) {
		f.Subfields, err = parseSubfields(rest)
	}
	return f, err
}

func parseSubfields(s string) ([]marc.Subfield, error) {
	parts := strings.Split(s, "$")
	subs := make([]marc.Subfield, 0, len(parts))
	for _, part := range parts {
		if part == "" || !printable(part[0]) {
			return nil, errors.New(`a subfield is "$", its code and its value`)
		}
		v, err := unescape(part[1:])
		if err != nil {
			return nil, err
		}
		subs = append(subs, marc.Subfield{Code: part[0], Value: v})
	}
	return subs, nil
}

// control is the text of a leader, a control field or indicators.
func control(s string) (string, error) {
	return unescape(strings.ReplaceAll(s, `\`, " "))
}

// unescape resolves mnemonics and refuses those it does not know, which would
// otherwise stand in the record as text.
func unescape(s string) (string, error) {
	for rest := s; ; {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			return unescapes.Replace(s), nil
		}
		end := strings.IndexByte(rest, '}')
		if end < i || !known(rest[i:end+1]) {
			return "", fmt.Errorf("unknown mnemonic in %q", s)
		}
		rest = rest[end+1:]
	}
}

func known(mnemonic string) bool {
	return unescapes.Replace(mnemonic) != mnemonic
}

// printable reports whether b may be a subfield code or stand in a tag.
func printable(b byte) bool { return b > ' ' && b <= '~' && b != '$' && b != '{' && b != '}' }

func indicator(b byte) bool { return b == ' ' || printable(b) }
