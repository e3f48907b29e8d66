package server

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
)

func believed(list []netip.Prefix) Proxies { return func() []netip.Prefix { return list } }

// TestClientAddress: only a proxy that is trusted is believed what it says of
// others, and of what it says the part that it knows.
func TestClientAddress(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("192.0.2.128/25")}
	for name, tt := range map[string]struct {
		remote    string
		forwarded []string
		want      string
	}{
		"direct":                   {"203.0.113.9:1", nil, "203.0.113.9"},
		"invented":                 {"203.0.113.9:1", []string{"198.51.100.1"}, "203.0.113.9"},
		"private is not trusted":   {"10.0.0.7:1", []string{"198.51.100.1"}, "10.0.0.7"},
		"by a proxy here":          {"127.0.0.1:1", []string{"198.51.100.1"}, "198.51.100.1"},
		"in IPv6":                  {"[::1]:1", []string{"2001:db8::1"}, "2001:db8::1"},
		"IPv4 written as IPv6":     {"[::ffff:127.0.0.1]:1", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		"here itself":              {"127.0.0.1:1", nil, "127.0.0.1"},
		"two, one invented":        {"127.0.0.1:1", []string{"192.0.2.77, 198.51.100.1"}, "198.51.100.1"},
		"two proxies":              {"127.0.0.1:1", []string{"198.51.100.1, 192.0.2.200"}, "198.51.100.1"},
		"in two fields":            {"127.0.0.1:1", []string{"192.0.2.77, 198.51.100.1", "192.0.2.200"}, "198.51.100.1"},
		"proxies only":             {"127.0.0.1:1", []string{"192.0.2.201, 192.0.2.200"}, "192.0.2.201"},
		"with a port":              {"127.0.0.1:1", []string{"198.51.100.1:4711"}, "198.51.100.1"},
		"IPv6 with a port":         {"127.0.0.1:1", []string{"[2001:db8::1]:4711"}, "2001:db8::1"},
		"IPv6 in brackets":         {"127.0.0.1:1", []string{"[2001:db8::1]"}, "2001:db8::1"},
		"no address":               {"127.0.0.1:1", []string{"198.51.100.1, unknown"}, "127.0.0.1"},
		"no address before proxy":  {"127.0.0.1:1", []string{"unknown, 192.0.2.200"}, "192.0.2.200"},
		"empty":                    {"127.0.0.1:1", []string{""}, "127.0.0.1"},
		"a zone is no other":       {"[fe80::1%eth0]:1", nil, "fe80::1"},
		"a socket without address": {"@", []string{"198.51.100.1"}, "@"},
	} {
		t.Run(name, func(t *testing.T) {
			j, log := newJournal()
			r := httptest.NewRequest(http.MethodGet, "/fine", nil)
			r.RemoteAddr = tt.remote
			r.Header["X-Forwarded-For"] = tt.forwarded
			New(Options{Log: log, AccessLog: always, Proxies: believed(trusted)}, broken).ServeHTTP(httptest.NewRecorder(), r)
			if got := j.lines(t, "request")[0]["client"]; got != tt.want {
				t.Errorf("client %v, want %s", got, tt.want)
			}
		})
	}
	r := httptest.NewRequest(http.MethodGet, "/fine", nil)
	r.RemoteAddr = "127.0.0.1:1"
	r.Header.Set("X-Forwarded-For", "198.51.100.1")
	j, log := newJournal()
	New(Options{Log: log, AccessLog: always}, broken).ServeHTTP(httptest.NewRecorder(), r)
	if got := j.lines(t, "request")[0]["client"]; got != "127.0.0.1" {
		t.Errorf("client %v where nobody is trusted", got)
	}
}
