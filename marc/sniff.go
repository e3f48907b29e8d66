package marc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// ErrFormat reports an input that is neither ISO 2709 nor MARCXML.
var ErrFormat = errors.New("marc: neither ISO 2709 nor MARCXML")

// sniffed is how far NewReader looks.
const sniffed = 4 << 10

// NewReader reads the records of r, ISO 2709 or MARCXML, either of them
// perhaps compressed by gzip, of several members too. An empty input is an
// empty file. It returns ErrFormat if r is none of these.
func NewReader(r io.Reader) (Reader, error) {
	in := bufio.NewReaderSize(r, sniffed)
	if head, _ := in.Peek(2); bytes.Equal(head, []byte{0x1F, 0x8B}) {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("marc: gzip: %w", err)
		}
		in = bufio.NewReaderSize(z, sniffed)
	}
	head, err := in.Peek(sniffed)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("marc: %w", err)
	}
	text := bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))
	text = bytes.TrimLeft(text, fillers)
	switch {
	case len(text) > 0 && text[0] == '<', bytes.HasPrefix(head, []byte("\xFE\xFF")), bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return NewXMLReader(in, Options{}), nil
	case len(text) == 0, bytes.IndexByte(head, fieldTerminator) >= 0, looksLikeLeader(text):
		return NewISO2709Reader(in, Options{}), nil
	}
	return nil, ErrFormat
}
