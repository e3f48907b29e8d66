// Package issn is the International Standard Serial Number (ISO 3297): it
// parses every form that people type, verifies the check character and prints
// the number as text, URN and EAN-13.
//
// An ISSN is opaque: nothing about country, publisher or medium may be derived
// from its digits, and an ISSN-L cannot be derived from an ISSN.
package issn

// ISSN is one valid serial number, held as its first seven digits plus one so
// that the zero value is "no ISSN". The check character is computed, never
// stored, so a value of this type is always valid.
type ISSN uint32

// IsZero reports whether i is the zero value, which names no serial.
func (i ISSN) IsZero() bool { return i == 0 }

// Number is the seven-digit serial number, 1 to 9999999, without the check
// character. It means nothing for the zero ISSN: test IsZero first.
func (i ISSN) Number() uint32 { return uint32(i) - 1 }

// FromNumber makes the ISSN with the given seven-digit serial number. The
// second result is false when n is out of range or is 0, because 0000-0000 is
// never assigned.
func FromNumber(n uint32) (ISSN, bool) {
	if n == 0 || n > 9999999 {
		return 0, false
	}
	return ISSN(n + 1), true
}

// AppendTo appends the canonical form, four digits, a hyphen, three digits and
// the check character (ISO 3297 §4), for example 0317-8471. The zero ISSN
// appends nothing.
func (i ISSN) AppendTo(dst []byte) []byte {
	if i == 0 {
		return dst
	}
	n := i.Number()
	var b [9]byte
	b[4] = '-'
	b[8] = checkCharacter(n)
	for k := 7; k >= 0; k-- {
		if k == 4 {
			continue
		}
		b[k] = byte('0' + n%10)
		n /= 10
	}
	return append(dst, b[:]...)
}

// String is the canonical form, or "" for the zero ISSN.
func (i ISSN) String() string {
	var b [9]byte
	return string(i.AppendTo(b[:0]))
}

// checkCharacter computes the modulo 11 check character of a seven-digit
// serial number with the weights 8 to 2 (ISO 3297 Annex A).
func checkCharacter(n uint32) byte {
	var sum uint32
	for weight := uint32(2); weight <= 8; weight++ {
		sum += n % 10 * weight
		n /= 10
	}
	switch c := (11 - sum%11) % 11; c {
	case 10:
		return 'X'
	default:
		return byte('0' + c)
	}
}
