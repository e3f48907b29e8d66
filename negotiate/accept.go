package negotiate

import "strings"

// mediaRange is one element of an Accept header. q is in thousandths.
type mediaRange struct {
	typ, subtype string
	params       []Param
	q            int
}

// parseAccept reads the media ranges of all header values and leaves out what
// is not well formed.
func parseAccept(values []string) []mediaRange {
	var out []mediaRange
	for _, v := range values {
		for v != "" && len(out) < maxRanges {
			var item string
			item, v = cut(v, ',')
			if r, ok := parseRange(item); ok {
				out = append(out, r)
			}
		}
	}
	return out
}

// parseRange reads media-range [ weight ]. Parameters after the weight, the
// accept-ext of RFC 7231, are ignored.
func parseRange(s string) (mediaRange, bool) {
	item, rest := cut(s, ';')
	typ, subtype, ok := strings.Cut(strings.TrimSpace(item), "/")
	r := mediaRange{typ: strings.ToLower(typ), subtype: strings.ToLower(subtype), q: 1000}
	if r.typ == "*" && !ok {
		r.subtype, ok = "*", true // java.net.URLConnection sends a bare "*"
	}
	if !ok || !token(r.typ) || !token(r.subtype) || (r.typ == "*" && r.subtype != "*") {
		return r, false
	}
	for rest != "" {
		item, rest = cut(rest, ';')
		name, value, ok := strings.Cut(strings.TrimSpace(item), "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if !ok || !token(name) {
			if name == "" {
				continue
			}
			return r, false
		}
		value, ok = unquote(strings.TrimSpace(value))
		switch {
		case !ok:
			return r, false
		case name == "q":
			r.q, ok = weight(value)
			return r, ok
		case name != "charset":
			r.params = append(r.params, Param{name, value})
		}
	}
	return r, true
}

// weight reads a qvalue in thousandths. More digits than the three of
// RFC 9110 §12.4.2 are cut off and values above 1 are 1.
func weight(s string) (int, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	if len(whole) != 1 || whole[0] < '0' || whole[0] > '9' {
		return 0, false
	}
	q := int(whole[0]-'0') * 1000
	for i, unit := 0, 100; i < len(frac); i, unit = i+1, unit/10 {
		if frac[i] < '0' || frac[i] > '9' {
			return 0, false
		}
		q += int(frac[i]-'0') * unit
	}
	return min(q, 1000), true
}

// cut splits s at the first sep outside a quoted string.
func cut(s string, sep byte) (before, after string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case quoted && s[i] == '\\':
			i++
		case !quoted && s[i] == sep:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// unquote reads a token or a quoted-string (RFC 9110 §5.6.4).
func unquote(s string) (string, bool) {
	if s == "" || s[0] != '"' {
		return s, token(s)
	}
	if len(s) < 2 || s[len(s)-1] != '"' {
		return "", false
	}
	s = s[1 : len(s)-1]
	if strings.IndexByte(s, '\\') < 0 {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b = append(b, s[i])
	}
	return string(b), true
}

// token reports whether s is a token (RFC 9110 §5.6.2).
func token(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}
