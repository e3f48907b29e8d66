package marc

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// lineFeeds is text in which every end of a line is a line feed (XML 1.0
// §2.11).
func lineFeeds(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
}

// appendReferences appends text with its references resolved: those to
// characters and to the five entities of XML itself (XML 1.0 §4.1, §4.6). Any
// other "&" is errXML. A reference to what is no character becomes U+FFFD.
func appendReferences(dst, text []byte) ([]byte, error) {
	for {
		n := bytes.IndexByte(text, '&')
		if n < 0 {
			return append(dst, text...), nil
		}
		dst = append(dst, text[:n]...)
		text = text[n+1:]
		end := bytes.IndexByte(text[:min(len(text), 12)], ';')
		if end < 0 {
			return dst, errXML
		}
		r, ok := reference(string(text[:end]))
		if !ok {
			return dst, errXML
		}
		dst = utf8.AppendRune(dst, r)
		text = text[end+1:]
	}
}

func reference(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	number, base := name[1:], 10
	if number[0] == 'x' {
		number, base = number[1:], 16
	}
	n, err := strconv.ParseUint(number, base, 31)
	return rune(n), err == nil
}

// attributes calls yield with each attribute of a start tag. The value has
// its references resolved. Both are good until the next call. It returns errXML
// where there is no attribute.
func attributes(attrs []byte, yield func(name, value []byte)) error {
	for {
		attrs = bytes.TrimLeft(attrs, xmlSpace)
		if len(attrs) == 0 {
			return nil
		}
		eq := bytes.IndexByte(attrs, '=')
		if eq < 0 {
			return errXML
		}
		name := bytes.TrimRight(attrs[:eq], xmlSpace)
		attrs = bytes.TrimLeft(attrs[eq+1:], xmlSpace)
		if !isName(name) || len(attrs) < 2 || attrs[0] != '"' && attrs[0] != '\'' {
			return errXML
		}
		end := bytes.IndexByte(attrs[1:], attrs[0])
		if end < 0 {
			return errXML
		}
		value := attrs[1 : 1+end]
		if bytes.IndexByte(value, '&') >= 0 {
			var err error
			if value, err = appendReferences(nil, value); err != nil {
				return err
			}
		}
		yield(name, value)
		attrs = attrs[end+2:]
	}
}
