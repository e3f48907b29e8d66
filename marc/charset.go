package marc

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charset is how the bytes of a field are read.
type charset uint8

const (
	undecided charset = iota
	asUTF8
	asMARC8
	asWindows1252
)

// The classes of bytes that decide how a record is read.
const (
	classHigh    = 1 << iota // not ASCII
	classControl             // C0 but for the separators of fields and subfields
)

// classOf is the classes of all bytes of b. It looks at eight bytes at a time:
// the subtraction borrows into the top bit of a byte that is below 1E, the
// first separator of data.
func classOf(b []byte) (class byte) {
	const separators = 0x1E1E1E1E1E1E1E1E
	var high, control uint64
	for len(b) >= 8 {
		word := binary.LittleEndian.Uint64(b)
		high |= word
		control |= (word - separators) &^ word
		b = b[8:]
	}
	for _, c := range b {
		high |= uint64(c)
		if c < fieldTerminator {
			control |= tops
		}
	}
	if high&tops != 0 {
		class |= classHigh
	}
	if control&tops != 0 {
		class |= classControl
	}
	return class
}

// classify takes the body as it is when nothing in it needs a conversion.
func (d *decoder) classify() {
	class := classOf(d.body)
	if class&classControl != 0 || class&classHigh != 0 && !utf8.Valid(d.body) {
		return
	}
	if class&classHigh != 0 && !d.declared {
		d.problems.add(ProblemUndeclaredUTF8, "leader", "")
	}
	d.text = string(d.body)
}

// charsetOf decides how a field is read: as UTF-8 if it is valid; as MARC-8
// if it has escape sequences; as damaged UTF-8 if UTF-8 is declared and there
// is some; else as what all such fields of the record look like.
func (d *decoder) charsetOf(data []byte, t Tag) charset {
	escapes := hasEscape(data)
	switch {
	case !escapes && utf8.Valid(data):
		if !d.declared && classOf(data)&classHigh != 0 {
			d.problems.add(ProblemUndeclaredUTF8, t.String(), "")
		}
		return asUTF8
	case d.declared && hasMultibyte(data):
		return asUTF8
	case escapes:
		return asMARC8
	}
	if d.legacy == undecided {
		d.legacy = d.guessLegacy()
	}
	return d.legacy
}

// value is the text of the body from one offset to another.
func (d *decoder) value(set charset, t Tag, from, to int) string {
	if d.text != "" {
		return d.text[from:to]
	}
	return d.convert(set, t, d.body[from:to])
}

func (d *decoder) convert(set charset, t Tag, src []byte) string {
	damaged := 0
	switch class := classOf(src); {
	case class == 0:
		return string(src)
	case set == asMARC8:
		src, damaged = appendMARC8(nil, src)
		d.problems.add(ProblemMARC8, t.String(), "")
	case class&classHigh == 0:
	case set == asWindows1252:
		src, damaged = appendWindows1252(nil, src)
		d.problems.add(ProblemWindows1252, t.String(), "")
	default:
		src, damaged = appendValid(nil, src)
	}
	return d.problems.tidy(t, src, damaged)
}

// hasControls reports whether text has a C0 character, separators included.
func hasControls(text []byte) bool {
	return classOf(text)&classControl != 0 ||
		bytes.IndexByte(text, delimiter) >= 0 || bytes.IndexByte(text, fieldTerminator) >= 0
}

// cleanControls returns text without the C0 characters that XML 1.0 cannot
// express: tab, line feed and carriage return stay.
func cleanControls(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for _, b := range text {
		if b >= ' ' || b == '\t' || b == '\n' || b == '\r' {
			out = append(out, b)
		}
	}
	return out
}

// appendValid appends src with U+FFFD for what is not UTF-8.
func appendValid(dst, src []byte) (text []byte, damaged int) {
	for len(src) > 0 {
		r, n := utf8.DecodeRune(src)
		if r == utf8.RuneError && n == 1 {
			damaged++
		}
		dst = utf8.AppendRune(dst, r)
		src = src[n:]
	}
	return dst, damaged
}

func appendWindows1252(dst, src []byte) (text []byte, damaged int) {
	for _, b := range src {
		r := charmap.Windows1252.DecodeByte(b)
		if r == utf8.RuneError {
			damaged++
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst, damaged
}

func hasMultibyte(b []byte) bool {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if n > 1 && r != utf8.RuneError {
			return true
		}
		b = b[n:]
	}
	return false
}
