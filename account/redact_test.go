package account

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"issnd/register"
)

func TestRedact(t *testing.T) {
	random := bytes.NewReader(bytes.Repeat([]byte{0xfb, 0xef, 0x07}, keyBytes)) // "-" and "_" in base64
	key, err := Add(filepath.Join(t.TempDir(), "keys"), "Library", register.Complete, Source{random, time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"":                            "",
		"/resource/ISSN/0317-8471":    "/resource/ISSN/0317-8471",
		"issnd serve, issnd_ nothing": "issnd serve, issnd_ nothing",
		key:                           "issnd_REDACTED",
		"/x?q=" + key + "&y=1":        "/x?q=issnd_REDACTED&y=1",
		"/x?q=" + strings.Replace(key, "_", "%5f", 1): "/x?q=issnd_REDACTED",
		"Bearer " + key[:20] + ", " + key:             "Bearer issnd_REDACTED, issnd_REDACTED",
	} {
		if got := Redact(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
