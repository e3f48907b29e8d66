package negotiate

import (
	"strings"
	"testing"
)

func TestGzip(t *testing.T) {
	for _, c := range []struct {
		values string
		want   bool
	}{
		{"", false},
		{"gzip", true},
		{"GZIP", true},
		{"x-gzip", true},
		{"gzip, deflate, br, zstd", true},
		{"identity", false},
		{"*", true},
		{"*;q=0", false},
		{"gzip;q=0", false},
		{"gzip;q=0.5, *;q=0", true},
		{"gzip;q=0.5, identity;q=0.8", false},
		{"gzip;q=0.5, identity;q=0.5", true},
		{"gzip;q=2", false},
		{"gzip;x=1", false},
		{", ;, gzip", true},
	} {
		if got := Gzip([]string{c.values}); got != c.want {
			t.Errorf("%q: %t", c.values, got)
		}
	}
	if Gzip(nil) {
		t.Error("no header asks for gzip")
	}
}

// FuzzGzip: any header is read, and one that does not name gzip does not get
// it.
func FuzzGzip(f *testing.F) {
	f.Add("gzip;q=0.5, *;q=0")
	f.Add("identity;q=1;x, ;,")
	f.Fuzz(func(t *testing.T, s string) {
		if Gzip([]string{s}) && !strings.Contains(strings.ToLower(s), "gzip") && !strings.Contains(s, "*") {
			t.Errorf("%q is taken for gzip", s)
		}
	})
}
