package marc

import (
	"bytes"
	"unicode/utf8"
)

const escape = 0x1B

// appendMARC8 appends src, the value of one subfield in MARC-8, as UTF-8 text
// that is decomposed as MARC-8 is: each mark follows its letter. A value
// begins with ASCII and ANSEL designated, even where the one before it forgot
// to return to them. What has no meaning becomes U+FFFD and is counted.
func appendMARC8(dst, src []byte) (text []byte, damaged int) {
	d := marc8Decoder{table: marc8(), out: dst, g0: setASCII, g1: setANSEL}
	for len(src) > 0 {
		src = src[d.step(src):]
	}
	d.flush()
	return d.out, d.damaged
}

type marc8Decoder struct {
	table   *marc8Table
	out     []byte
	g0, g1  byte   // the sets designated, by final byte
	marks   []rune // waiting for their letter
	left    bool   // the first half of a double mark awaits the second
	damaged int
}

// step decodes what src begins with and returns its length.
func (d *marc8Decoder) step(src []byte) int {
	b := src[0]
	switch {
	case b == escape:
		if n := d.designate(src); n > 0 {
			return n
		}
		d.bad()
		return 1
	case b <= ' ':
		d.letter(rune(b))
		return 1
	case b == '&' && d.g0 == setASCII && referenceLength(src) > 0:
		n := referenceLength(src)
		r, _ := reference(string(src[1 : n-1]))
		d.letter(r)
		return n
	case b >= 0x80 && b < 0xA0:
		d.put(d.table.lookup(setANSEL, b)) // the control functions for sorting and joining
		return 1
	}
	set := d.g0
	if b >= 0x80 {
		set = d.g1
	}
	if set == setEACC {
		return d.eacc(src)
	}
	d.put(d.table.lookup(set, b&0x7F))
	return 1
}

// eacc decodes a character of three bytes. Where there are not three of them
// one byte is lost.
func (d *marc8Decoder) eacc(src []byte) int {
	var code uint32
	for i := range 3 {
		if i >= len(src) || src[i]&0x7F <= ' ' || src[i]&0x80 != src[0]&0x80 {
			d.bad()
			return 1
		}
		code = code<<8 | uint32(src[i]&0x7F)
	}
	d.put(char{r: d.table.eacc[code]})
	return 3
}

// put takes what a table has for a code: a mark waits for its letter.
func (d *marc8Decoder) put(c char) {
	switch {
	case c == char{}:
		d.bad()
	case c.kind == rightMark && d.left:
		d.left = false
	case c.kind != letter:
		d.left = d.left || c.kind == leftMark
		d.marks = append(d.marks, c.r)
	default:
		d.letter(c.r)
	}
}

func (d *marc8Decoder) letter(r rune) {
	d.out = utf8.AppendRune(d.out, r)
	d.flush()
}

func (d *marc8Decoder) bad() {
	d.damaged++
	d.out = utf8.AppendRune(d.out, utf8.RuneError)
}

func (d *marc8Decoder) flush() {
	for _, m := range d.marks {
		d.out = utf8.AppendRune(d.out, m)
	}
	d.marks = d.marks[:0]
}

// referenceLength is the length of the numeric character reference that src
// begins with, by which MARC-8 names characters it lacks (MARC 21
// Specifications, "Lossless technique"), or 0.
func referenceLength(src []byte) int {
	end := bytes.IndexByte(src[:min(len(src), len("&#x10FFFF;"))], ';')
	if end < len("&#xFFFF") || !bytes.HasPrefix(src, []byte("&#x")) {
		return 0
	}
	if r, ok := reference(string(src[1:end])); !ok || r < ' ' || !utf8.ValidRune(r) {
		return 0
	}
	return end + 1
}

// designate obeys the escape sequence that src begins with and returns its
// length, 0 if it is none.
func (d *marc8Decoder) designate(src []byte) int {
	n := escapeLength(src)
	if n == 0 {
		return 0
	}
	final := src[n-1]
	if n == 2 {
		if final == 's' {
			final = setASCII
		}
		d.g0 = final
		return n
	}
	if bytes.ContainsAny(src[1:n-1], ")-") {
		d.g1 = final
	} else {
		d.g0 = final
	}
	return n
}

// escapeLength is the length of the escape sequence that src begins with, 0
// if it designates no set of MARC-8.
func escapeLength(src []byte) int {
	if len(src) < 2 || src[0] != escape {
		return 0
	}
	at := 1
	switch src[at] {
	case 'b', 'g', 'p', 's':
		return 2
	case '$':
		at++
		if at < len(src) && (src[at] == ',' || src[at] == ')' || src[at] == '-') {
			at++
		}
		if at < len(src) && src[at] == setEACC {
			return at + 1
		}
		return 0
	case '(', ',', ')', '-':
		at++
	default:
		return 0
	}
	if at < len(src) && src[at] == '!' { // ANSEL has an intermediate byte
		at++
	}
	if at < len(src) && bytes.IndexByte([]byte("234BENQS"), src[at]) >= 0 {
		return at + 1
	}
	return 0
}

// hasEscape reports whether b has an escape sequence of MARC-8.
func hasEscape(b []byte) bool {
	for {
		n := bytes.IndexByte(b, escape)
		if n < 0 {
			return false
		}
		b = b[n:]
		if escapeLength(b) > 0 {
			return true
		}
		b = b[1:]
	}
}
