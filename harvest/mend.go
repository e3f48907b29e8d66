package harvest

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// mend replaces what XML 1.0 §2.2 does not allow, as itself and as a character
// reference, by U+FFFD, and says how often. One such character would otherwise
// keep a whole page from being read.
func mend(data []byte) ([]byte, int) {
	out, n := make([]byte, 0, len(data)+64), 0
	for len(data) > 0 {
		if end := illegalReference(data); end > 0 {
			out, n, data = append(out, "\uFFFD"...), n+1, data[end:]
			continue
		}
		r, size := utf8.DecodeRune(data)
		if legal(r) && (r != utf8.RuneError || size > 1) {
			out = append(out, data[:size]...)
		} else {
			out, n = append(out, "\uFFFD"...), n+1
		}
		data = data[size:]
	}
	return out, n
}

// illegalReference is the length of the reference to a character that is not
// allowed with which data begins, or 0.
func illegalReference(data []byte) int {
	if !bytes.HasPrefix(data, []byte("&#")) {
		return 0
	}
	const longest = 12
	end := bytes.IndexByte(data[:min(longest, len(data))], ';')
	if end < 0 {
		return 0
	}
	digits, base := string(data[2:end]), 10
	if len(digits) > 0 && digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil || v <= utf8.MaxRune && legal(rune(v)) {
		return 0
	}
	return end + 1
}

// legal reports whether XML allows the character.
func legal(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return true
	case r < ' ', r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return r < 0xD800 || r >= 0xE000 && r <= utf8.MaxRune
}
