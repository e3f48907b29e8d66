package site

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	plain := httptest.NewRequest(http.MethodGet, "http://register.example.org/sru", nil)
	secure := httptest.NewRequest(http.MethodGet, "http://register.example.org/sru", nil)
	secure.TLS = new(tls.ConnectionState)
	old := httptest.NewRequest(http.MethodGet, "/sru", nil)
	old.Host = ""
	old = old.WithContext(context.WithValue(old.Context(), http.LocalAddrContextKey, net.Addr(&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080})))
	named := func(host string) *http.Request {
		r := old.Clone(old.Context())
		r.Host = host
		return r
	}
	for _, c := range []struct {
		name    string
		request *http.Request
		want    string
	}{
		{"plain", plain, "http://register.example.org/"},
		{"TLS", secure, "https://register.example.org/"},
		{"no host", old, "http://127.0.0.1:8080/"},
		{"port", named("register.example.org:8080"), "http://register.example.org:8080/"},
		{"IPv6", named("[::1]:8080"), "http://[::1]:8080/"},
		{"markup", named(`a"><script>`), "http://127.0.0.1:8080/"},
		{"link", named(`a/>;rel=canonical`), "http://127.0.0.1:8080/"},
		{"user", named("register.example.org@evil.example"), "http://127.0.0.1:8080/"},
		{"line break", named("a\r\nSet-Cookie: a=b"), "http://127.0.0.1:8080/"},
		{"not ASCII", named("\u202ea"), "http://127.0.0.1:8080/"},
		{"too long", named(strings.Repeat("a", 300)), "http://127.0.0.1:8080/"},
	} {
		if got := Of(c.request); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
