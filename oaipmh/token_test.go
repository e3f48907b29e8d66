package oaipmh

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var listed = purpose{"ListRecords", "store-1", "released"}

func TestToken(t *testing.T) {
	k := Key{1}
	now := someday
	want := token{prefix: "marc21", set: "medium:online", after: 1 << 40, through: 1<<64 - 1, branch: "0123456789abcdef", cursor: 300, size: 2500000}
	want.expiresAfter(now.Add(48 * time.Hour))
	s := k.seal(&want, listed)
	got, err := k.open(s, listed, now)
	if err != nil || got != want {
		t.Fatalf("%+v, %v, want %+v", got, err, want)
	}
	if strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		t.Errorf("%q needs encoding in a URL", s)
	}
	for name, open := range map[string]func() (token, error){
		"another key":   func() (token, error) { return (&Key{2}).open(s, listed, now) },
		"another verb":  func() (token, error) { return k.open(s, purpose{"ListIdentifiers", listed.store, listed.tier}, now) },
		"another store": func() (token, error) { return k.open(s, purpose{listed.verb, "store-2", listed.tier}, now) },
		"another tier":  func() (token, error) { return k.open(s, purpose{listed.verb, listed.store, "complete"}, now) },
		"other borders": func() (token, error) { return k.open(s, purpose{"ListRecordss", "tore-1", listed.tier}, now) },
		"expired":       func() (token, error) { return k.open(s, listed, want.expiry()) },
		"cut":           func() (token, error) { return k.open(s[:len(s)/2], listed, now) },
		"longer":        func() (token, error) { return k.open(s+"AAAA", listed, now) },
		"padded":        func() (token, error) { return k.open(s+"=", listed, now) },
		"empty":         func() (token, error) { return k.open("", listed, now) },
		"line end":      func() (token, error) { return k.open(s[:10]+"\n"+s[10:], listed, now) },
	} {
		if got, err := open(); err == nil {
			t.Errorf("%s: accepted as %+v", name, got)
		}
	}
	for i := range s {
		c := byte('A')
		if s[i] == c {
			c = 'B'
		}
		if _, err := k.open(s[:i]+string(c)+s[i+1:], listed, now); err == nil {
			t.Errorf("changed at %d: accepted", i)
		}
	}
}

// TestTokenExpiry: the lifetime is never shorter than configured, and the same
// for an hour.
func TestTokenExpiry(t *testing.T) {
	for _, at := range []time.Duration{0, time.Second, 30 * time.Minute, time.Hour - time.Second, time.Hour} {
		var tok token
		tok.expiresAfter(someday.Add(at))
		want := someday
		if at > 0 {
			want = someday.Add(time.Hour)
		}
		if got := tok.expiry(); !got.Equal(want) {
			t.Errorf("%v past: expires at %v, want %v", at, got, want)
		}
	}
}

// FuzzToken: what was not sealed does not open, and what was comes back.
func FuzzToken(f *testing.F) {
	k := Key{9}
	good := token{prefix: "oai_dc", after: 1, through: 2, cursor: 3, size: 4, hour: 1 << 20}
	f.Add(k.seal(&good, listed), "oai_dc", "", uint64(1), uint64(2))
	f.Add("AAAA", "marc21", "a:b", uint64(0), uint64(1<<63))
	f.Fuzz(func(t *testing.T, s, prefix, set string, after, through uint64) {
		if got, err := k.open(s, listed, someday); err == nil && k.seal(&got, listed) != s {
			t.Errorf("%q opens as %+v, which is sealed otherwise", s, got)
		}
		want := token{prefix: prefix, set: set, after: after, through: through, cursor: after, size: through, hour: 1 << 20}
		got, err := k.open(k.seal(&want, listed), listed, someday)
		if err != nil || got != want {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
		decodeToken(append([]byte{tokenVersion}, s...))
	})
}

func TestLoadKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "oai.key")
	keys := make([]Key, 8)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() {
			var err error
			if keys[i], err = LoadKey(path); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i := range keys {
		if keys[i] != keys[0] || keys[i] == (Key{}) {
			t.Fatal("made at once, several keys")
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".key-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for name, text := range map[string]string{"empty": "", "short": "abcd", "not hexadecimal": strings.Repeat("x", 64)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKey(path); err == nil {
			t.Errorf("%s: a key", name)
		}
	}
	if _, err := LoadKey(filepath.Join(path, "below", "key")); err == nil {
		t.Error("a key in no directory")
	}
}
