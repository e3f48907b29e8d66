package server

import (
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
)

// plainRequest is the memory of the request on a connection, of which there is one
// at a time. Its strings are new with each, and may be kept.
type plainRequest struct {
	http.Request
	url    url.URL
	values []string // of the header
}

// parse reads a plain request, or gives nil for anything else:
//
//	"GET " path [ "?" query ] " HTTP/1.1" CRLF *( name ":" value CRLF ) CRLF
//
// and nothing after it. The path begins as Options.Plain says and holds nothing
// that is encoded. There is one Host. A field that says how
// the message is framed, how the connection is used or what has to come first is
// not plain, and no field is empty, folded, or of other characters than printable
// ASCII. So there is no request that net/http would read otherwise, a test finds
// out, and none that ends elsewhere for somebody before us.
func (c *plainConn) parse(data []byte) *http.Request {
	o := c.plain.options
	if len(data) >= bufferSize || o.MaxHeader > 0 && len(data) > o.MaxHeader {
		return nil
	}
	text := string(data)
	target, rest, ok := requestLine(text, o.Plain)
	if !ok {
		return nil
	}
	r := &c.request
	r.begin(c.base)
	if r.Host, ok = r.readFields(rest); !ok {
		return nil
	}
	r.RequestURI = target
	r.URL.Path, r.URL.RawQuery, ok = strings.Cut(target, "?")
	if ok && r.URL.RawQuery == "" {
		return nil
	}
	return &r.Request
}

// begin makes the memory ready for the next request.
func (r *plainRequest) begin(base *http.Request) {
	header := r.Header
	if header == nil {
		header = make(http.Header, 8)
	}
	clear(header)
	r.Request, r.url, r.values = *base, url.URL{}, r.values[:0]
	r.Header, r.URL = header, &r.url
}

// requestLine takes the first line apart.
func requestLine(text string, prefixes []string) (target, rest string, ok bool) {
	const method, version = "GET ", " HTTP/1.1\r\n"
	if !strings.HasPrefix(text, method) {
		return "", "", false
	}
	text = text[len(method):]
	if !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(text, p) }) {
		return "", "", false
	}
	n := span(text, inPath)
	if strings.HasPrefix(text[n:], "?") {
		n += span(text[n:], inQuery)
	}
	if !strings.HasPrefix(text[n:], version) {
		return "", "", false
	}
	return text[:n], text[n+len(version):], true
}

// readFields reads the fields of a header up to its end, which is that of text.
func (r *plainRequest) readFields(text string) (host string, ok bool) {
	for text != "\r\n" {
		n := span(text, inName)
		if n == 0 || n == len(text) || text[n] != ':' {
			return "", false
		}
		name := textproto.CanonicalMIMEHeaderKey(text[:n])
		text = text[n+1:]
		n = span(text, inValue)
		value := strings.Trim(text[:n], " ")
		if value == "" || !strings.HasPrefix(text[n:], "\r\n") {
			return "", false
		}
		text = text[n+len("\r\n"):]
		switch {
		case name == "Host":
			if host != "" || span(value, inHost) != len(value) {
				return "", false
			}
			host = value
			continue
		case r.Header[name] != nil, !plainField(name, value):
			return "", false
		}
		r.values = append(r.values, value)
		n = len(r.values)
		r.Header[name] = r.values[n-1 : n : n]
	}
	return host, host != ""
}

// plainField reports whether a field means nothing to HTTP itself: not how a
// message is framed, nor how the connection is used.
func plainField(name, value string) bool {
	switch name {
	case "Connection":
		return strings.EqualFold(value, "keep-alive")
	case "Content-Length", "Expect", "Http2-Settings", "Keep-Alive", "Pragma", "Proxy-Connection",
		"Te", "Trailer", "Transfer-Encoding", "Upgrade":
		return false
	}
	return true
}

// Classes of characters.
const (
	inPath  = 1 << iota // unreserved (RFC 3986 §2.3) and what divides paths
	inQuery             // what a query may consist of (§3.4), the question mark before it too
	inName              // tchar (RFC 9110 §5.6.2)
	inValue             // printable ASCII and space
	inHost              // of names, addresses and ports
)

var charClasses = func() (t [256]uint8) {
	for c := range t {
		alnum := '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' && c < 0x80
		if alnum || strings.IndexByte("-._~/=&", byte(c)) >= 0 {
			t[c] |= inPath
		}
		if alnum || strings.IndexByte("-._~/?%!$&'()*+,;=:@", byte(c)) >= 0 {
			t[c] |= inQuery
		}
		if alnum || strings.IndexByte("!#$%&'*+-.^_`|~", byte(c)) >= 0 {
			t[c] |= inName
		}
		if c >= ' ' && c < 0x7f {
			t[c] |= inValue
		}
		if alnum || strings.IndexByte("-._:[]", byte(c)) >= 0 {
			t[c] |= inHost
		}
	}
	return t
}()

// span is how many characters of a class s begins with.
func span(s string, class uint8) int {
	for i := range len(s) {
		if charClasses[s[i]]&class == 0 {
			return i
		}
	}
	return len(s)
}
