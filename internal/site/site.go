// Package site tells under which address a client reached the server.
package site

import (
	"net"
	"net/http"
)

// Of is the address of the server as the client of a request knows it, with a
// final slash. A request of before HTTP/1.1 need not say the host, and one that
// names a whole URL can say what is none; then it is the address of the
// connection. The result has no character that is special in markup, in IRIs or
// in header fields.
func Of(r *http.Request) string {
	host := r.Host
	if !plain(host) {
		host = ""
		if at, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
			host = at.String()
		}
	}
	if r.TLS != nil {
		return "https://" + host + "/"
	}
	return "http://" + host + "/"
}

// plain reports whether the text can be a host with or without a port: a name,
// or an address in digits (RFC 3986 §3.2.2, without what names do not use).
func plain(host string) bool {
	for i := range len(host) {
		if !hostBytes[host[i]] {
			return false
		}
	}
	return len(host) > 0 && len(host) <= longestHost
}

const longestHost = 253 + len(":65535") // RFC 1035 §2.3.4

var hostBytes = func() (allowed [256]bool) {
	for c := range allowed {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		allowed[c] = letter || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']'
	}
	return allowed
}()
