package marc

import (
	"encoding/binary"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// charset is how the bytes of a field are read.
type charset uint8

const (
	unknown charset = iota
	asUTF8
	asMARC8
	asWindows1252
)

// The classes of bytes that decide how a record is read.
const (
	classHigh    = 1 << iota // not ASCII
	classControl             // C0 but for the separators of fields and subfields
)

var classes = func() (c [256]byte) {
	for b := range c {
		switch {
		case b >= utf8.RuneSelf:
			c[b] = classHigh
		case b < ' ' && b != fieldTerminator && b != delimiter:
			c[b] = classControl
		}
	}
	return c
}()

// classOf is the classes of all bytes of b. Eight bytes without a top bit and
// without one below a blank are passed over at once.
func classOf(b []byte) (class byte) {
	const tops = 0x8080808080808080
	for len(b) >= 8 {
		word := binary.LittleEndian.Uint64(b)
		if (word|(word-0x2020202020202020))&tops != 0 {
			for _, c := range b[:8] {
				class |= classes[c]
			}
		}
		b = b[8:]
	}
	for _, c := range b {
		class |= classes[c]
	}
	return class
}

// classify takes the body as it is when nothing in it needs a conversion.
func (d *decoder) classify() {
	class := classOf(d.body)
	if class&classControl != 0 {
		return
	}
	if class&classHigh != 0 {
		if !utf8.Valid(d.body) {
			return
		}
		if !d.declared {
			d.problems.add(ProblemUndeclaredUTF8, "leader", "")
		}
	}
	d.text = string(d.body)
}

// charsetOf decides how a field is read: as UTF-8 if it is valid; as MARC-8
// if it has escape sequences; as damaged UTF-8 if UTF-8 is declared and there
// is some; else as what all such fields of the record look like.
func (d *decoder) charsetOf(data []byte, t Tag) charset {
	if d.text != "" {
		return asUTF8
	}
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
	if d.legacy == unknown {
		d.legacy = d.guessLegacy()
	}
	return d.legacy
}

// value is the text of the body from one offset to another.
func (d *decoder) value(set charset, t Tag, from, to int) string {
	if d.text != "" {
		return d.text[from:to]
	}
	src := d.body[from:to]
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

// cleanControls returns text without C0 characters; tab and the end
// of a line become a space.
func cleanControls(text []byte) []byte {
	out := make([]byte, 0, len(text))
	for i, b := range text {
		switch {
		case b >= ' ':
			out = append(out, b)
		case b == '\r' && i+1 < len(text) && text[i+1] == '\n':
		case b == '\t' || b == '\n' || b == '\r':
			out = append(out, ' ')
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

// impossible is what a byte that MARC-8 does not allow takes off the score.
const impossible = 4

// guessLegacy tells MARC-8 from Windows-1252 by the fields that are not UTF-8.
// In MARC-8 a byte from E0 to FE is a mark on the letter after it, and most
// such pairs have a character of their own; in Windows-1252 the same bytes
// are small letters anywhere in a word. In doubt a record that does not claim
// to be UTF-8 is MARC-8.
func (d *decoder) guessLegacy() charset {
	score := 0
	for _, f := range d.fields {
		data := d.body[f.from:f.to]
		if hasEscape(data) {
			score += impossible
		}
		if !utf8.Valid(data) && !(d.declared && hasMultibyte(data)) {
			score += scoreMARC8(data)
		}
	}
	if score > 1 || score >= 0 && !d.declared {
		return asMARC8
	}
	return asWindows1252
}

// scoreMARC8 is positive for bytes that look like MARC-8, negative for those
// that look like Windows-1252. Between A1 and BD MARC-8 has letters, which
// stand before letters, and Windows-1252 has signs, which seldom do.
func scoreMARC8(data []byte) (score int) {
	for i, b := range data {
		switch {
		case b < 0x80 || b == 0x88 || b == 0x89 || b == 0x8D || b == 0x8E:
		case b >= 0xE0 && b < 0xFF:
			score += scoreMark(b, data[i+1:])
		case b < 0xA0 || marc8().lookup(setANSEL, b&0x7F).r == 0:
			score -= impossible
		case b == 0xB9: // the pound sign, a superscript one in the other
			score++
		case b <= 0xBD && i+1 < len(data) && asciiLetter(data[i+1]):
			score++
		}
	}
	return score
}

func asciiLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// scoreMark judges the byte b, which is a mark in MARC-8, in front of rest.
func scoreMark(b byte, rest []byte) int {
	m := marc8().lookup(setANSEL, b&0x7F)
	switch {
	case m.kind == letter || len(rest) == 0:
		return -impossible
	case rest[0] >= 0x80 || referenceLength(rest) > 0:
		return 1
	case !alphanumeric(rest[0]):
		return -impossible
	}
	pair := string(rune(rest[0])) + string(m.r)
	if utf8.RuneCountInString(norm.NFC.String(pair)) == 1 {
		return 1
	}
	return -1
}
