package site

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestOf(t *testing.T) {
	plain := httptest.NewRequest(http.MethodGet, "http://register.example.org/sru", nil)
	secure := httptest.NewRequest(http.MethodGet, "http://register.example.org/sru", nil)
	secure.TLS = new(tls.ConnectionState)
	old := httptest.NewRequest(http.MethodGet, "/sru", nil)
	old.Host = ""
	old = old.WithContext(context.WithValue(old.Context(), http.LocalAddrContextKey, net.Addr(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080})))
	for _, c := range []struct {
		name    string
		request *http.Request
		want    string
	}{
		{"plain", plain, "http://register.example.org/"},
		{"TLS", secure, "https://register.example.org/"},
		{"no host", old, "http://127.0.0.1:8080/"},
	} {
		if got := Of(c.request); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
