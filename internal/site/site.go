// Package site tells under which address a client reached the server.
package site

import (
	"net"
	"net/http"
)

// Of is the address of the server as the client of a request knows it, with a
// final slash. A request of before HTTP/1.1 need not say the host; then it is
// the address of the connection.
func Of(r *http.Request) string {
	host := r.Host
	if host == "" {
		if at, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok {
			host = at.String()
		}
	}
	if r.TLS != nil {
		return "https://" + host + "/"
	}
	return "http://" + host + "/"
}
