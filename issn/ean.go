package issn

import "strings"

// prefixEAN is the GS1 prefix of serial publications.
const prefixEAN = "977"

// EAN13 is the bar code number of the serial: 977, the seven digits of the
// number without its check character, a variant of two digits (a price code,
// otherwise 0) and the check digit of GS1. It is "" for the zero ISSN and for
// a variant that is not 0 to 99.
func (i ISSN) EAN13(variant int) string {
	if i == 0 || variant < 0 || variant > 99 {
		return ""
	}
	var b [13]byte
	copy(b[:], prefixEAN)
	n := i.Number()
	for k := 9; k >= 3; k-- {
		b[k] = byte('0' + n%10)
		n /= 10
	}
	b[10], b[11] = byte('0'+variant/10), byte('0'+variant%10)
	b[12] = checkEAN(b[:12])
	return string(b[:])
}

// checkEAN is the check digit of the first twelve digits of an EAN-13: odd
// places count once, even places three times.
func checkEAN(digits []byte) byte {
	sum := 0
	for k, d := range digits {
		weight := 1 + 2*(k%2)
		sum += int(d-'0') * weight
	}
	return byte('0' + (10-sum%10)%10)
}

// scanBarcode reads an EAN-13 of a serial at the cursor. ok is false where
// what stands there is no such number, whatever else it is.
func scanBarcode(c cursor, input string) (i ISSN, rest string, err error, ok bool) {
	var b [13]byte
	for k := range b {
		if k > 0 {
			c.separator()
		}
		d, ok := c.digit()
		if !ok || k < 3 && byte('0'+d) != prefixEAN[k] {
			return 0, "", nil, false
		}
		b[k] = byte('0' + d)
	}
	c.addOn()
	if c.touches() {
		return 0, "", &Error{Input: input, Reason: Malformed}, true
	}
	if want := checkEAN(b[:12]); b[12] != want {
		return 0, "", &Error{Input: input, Reason: WrongBarcode, Want: want}, true
	}
	var n uint32
	for _, d := range b[3:10] {
		n = n*10 + uint32(d-'0')
	}
	i, assigned := FromNumber(n)
	if !assigned {
		return 0, "", &Error{Input: input, Reason: Reserved}, true
	}
	return i, trimSpace(c.rest), nil, true
}

// addOn skips a supplement of two or five digits, which names the issue.
func (c *cursor) addOn() {
	t := cursor{rest: strings.TrimLeftFunc(c.rest, isSpace)}
	t.rest = strings.TrimPrefix(t.rest, "+")
	n := 0
	for {
		if _, ok := t.digit(); !ok {
			break
		}
		n++
	}
	if (n == 2 || n == 5) && !t.touches() {
		*c = t
	}
}
