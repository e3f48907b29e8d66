package marc

import (
	"strings"
	"unicode/utf8"
)

// impossible is what a byte that MARC-8 does not allow takes off the score.
const impossible = 4

// guessLegacy tells MARC-8 from Windows-1252 by the fields that are not UTF-8.
// In doubt a record that does not claim to be UTF-8 is MARC-8.
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
			score += 2
		case b <= 0xBD && i+1 < len(data) && asciiLetter(data[i+1]):
			score++
		}
	}
	return score
}

func asciiLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// markedLetters are the letters that the marks of ANSEL commonly stand on:
// those before which Windows-1252 hardly ever has the letter that it writes
// with the same byte, and those before which it may.
var markedLetters = [0x20]struct{ sure, likely string }{
	0x00: {"aeiouyAEIOUY", ""},       // hook above, or a grave
	0x01: {"aeiouAEIOU", ""},         // grave, or a acute
	0x02: {"aeiouyAEIOUY", ""},       // acute, or a circumflex
	0x03: {"aeiuAEIU", "oO"},         // circumflex, or a tilde
	0x04: {"aoAO", "nN"},             // tilde, or a diaeresis
	0x05: {"aeiouAEIOU", ""},         // macron, or a ring
	0x06: {"auiAUI", "gG"},           // breve, or ae
	0x07: {"zZI", "eE"},              // dot above, or c cedilla
	0x08: {"aeiouyAEIOUY", ""},       // diaeresis, or e grave
	0x09: {"", "cCsSzZrReEnNdDtT"},   // caron, or e acute
	0x0A: {"auAU", ""},               // ring, or e circumflex
	0x10: {"cCsS", "tTgGkKlL"},       // cedilla, or eth
	0x11: {"", "eE"},                 // ogonek, or n tilde
	0x12: {"", "aeiouhstdAEIOUHSTD"}, // dot below, or o grave
}

// scoreMark judges the byte b, which is a mark in MARC-8, in front of rest.
func scoreMark(b byte, rest []byte) int {
	m := marc8().lookup(setANSEL, b&0x7F)
	letters := markedLetters[b&0x1F]
	switch {
	case m.kind == letter || len(rest) == 0:
		return -impossible
	case m.kind == leftMark && len(rest) > 1 && rest[1] == b+1, m.kind == rightMark && asciiLetter(rest[0]):
		return 1
	case rest[0] >= 0x80:
		return 0
	case referenceLength(rest) > 0 || strings.IndexByte(letters.sure, rest[0]) >= 0:
		return 2
	case strings.IndexByte(letters.likely, rest[0]) >= 0:
		return 1
	case !alphanumeric(rest[0]):
		return -impossible
	}
	return -1
}
