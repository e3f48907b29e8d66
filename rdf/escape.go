package rdf

import "strings"

// The classes of bytes that the writers ask for.
const (
	inIRI      = 1 << iota // ASCII that IRIREF allows
	inPlainIRI             // the same but "&": needs no escape in JSON and XML either
	inQuoted               // stands for itself in a quoted string of Turtle
	inJSON                 // stands for itself in a JSON string
	inXML                  // stands for itself in character data
	inLocal                // stands in a local name
	inLabel                // a letter or digit
)

var charClass = func() (class [256]uint8) {
	for c := range 256 {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		digit := '0' <= c && c <= '9'
		graphic := c > 0x20 && c < 0x7F
		for bit, in := range map[uint8]bool{
			inIRI:      graphic && !strings.ContainsRune("<>\"{}|^`\\", rune(c)),
			inPlainIRI: graphic && !strings.ContainsRune("<>\"{}|^`\\&", rune(c)),
			inQuoted:   (graphic || c == ' ') && c != '"' && c != '\\',
			inJSON:     (graphic || c == ' ') && !strings.ContainsRune(`"\<>&`, rune(c)),
			inXML:      (graphic || c == ' ' || c == '\t' || c == '\n' || c == 0x7F) && !strings.ContainsRune("<>&", rune(c)),
			inLocal:    letter || digit || strings.ContainsRune("_-:", rune(c)),
			inLabel:    letter || digit,
		} {
			if in {
				class[c] |= bit
			}
		}
	}
	return class
}()

// span returns how many bytes at the beginning of s are in the class.
func span(s string, class uint8) int {
	i := 0
	for ; len(s)-i >= 8; i += 8 {
		b := s[i : i+8]
		if charClass[b[0]]&charClass[b[1]]&charClass[b[2]]&charClass[b[3]]&
			charClass[b[4]]&charClass[b[5]]&charClass[b[6]]&charClass[b[7]]&class == 0 {
			break
		}
	}
	for i < len(s) && charClass[s[i]]&class != 0 {
		i++
	}
	return i
}
