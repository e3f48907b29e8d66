package crosswalk

import "strings"

// uri is an address in which every character that RFC 3986 does not allow is
// percent-encoded. An address may hold brackets only around an IP address, so
// others are encoded too.
func uri(s string) string {
	s = strings.TrimSpace(s)
	bad := 0
	for i := 0; i < len(s); i++ {
		if !uriByte(s, i) {
			bad++
		}
	}
	if bad == 0 {
		return s
	}
	b := make([]byte, 0, len(s)+2*bad)
	for i := 0; i < len(s); i++ {
		if uriByte(s, i) {
			b = append(b, s[i])
		} else {
			b = append(b, '%', upperHex[s[i]>>4], upperHex[s[i]&15])
		}
	}
	return string(b)
}

const upperHex = "0123456789ABCDEF"

// uriByte reports whether the byte at i may stand in a URI where it stands: a
// percent sign only before two hexadecimal digits, a number sign only once.
func uriByte(s string, i int) bool {
	switch c := s[i]; {
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		return true
	case c == '%':
		return i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
	case c == '#':
		return strings.IndexByte(s[:i], '#') < 0
	default:
		return strings.IndexByte("-._~:/?@!$&'()*+,;=", c) >= 0
	}
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
