package gzipped

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
)

func TestAppend(t *testing.T) {
	for name, body := range map[string]string{
		"nothing": "", "a word": "serial", "much": strings.Repeat("Journal of serials. ", 50_000),
	} {
		t.Run(name, func(t *testing.T) {
			out := Append([]byte("before"), []byte(body))
			if again := Append([]byte("before"), []byte(body)); !bytes.Equal(out, again) {
				t.Error("equal bodies give other bytes")
			}
			rest, ok := bytes.CutPrefix(out, []byte("before"))
			if !ok {
				t.Fatal("what was there is lost")
			}
			r, err := gzip.NewReader(bytes.NewReader(rest))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(r)
			if err != nil || string(got) != body {
				t.Errorf("%d bytes (%v), want %d", len(got), err, len(body))
			}
			if len(body) > Worth && len(rest)*10 > len(body) {
				t.Errorf("%d bytes are %d", len(body), len(rest))
			}
		})
	}
}
