package format

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"issnd/crosswalk"
)

var recordRendition = flag.Bool("rendition", false, "record what the formats make of the golden records")

// TestRenditionIsAnotherWhenItsOutputIs fails until a change of what harvesters
// get has a Rendition of its own.
func TestRenditionIsAnotherWhenItsOutputIs(t *testing.T) {
	const file = "testdata/rendition.txt"
	now := Rendition + " " + harvested(t)
	if *recordRendition {
		if err := os.WriteFile(file, []byte(now+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before := strings.TrimSpace(string(text))
	version, _, _ := strings.Cut(before, " ")
	switch {
	case now == before:
	case version == Rendition:
		t.Error("what harvesters get has changed: give Rendition another value, then go test ./format -rendition")
	default:
		t.Error("Rendition is new: go test ./format -rendition")
	}
}

// harvested is a hash of the golden files of the formats of OAI-PMH.
func harvested(t *testing.T) string {
	formats, err := Default(crosswalk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	n := 0
	for _, f := range formats {
		if f.XML == nil || len(f.XML.OAI) == 0 {
			continue
		}
		files, err := filepath.Glob("../testdata/golden/*/*" + f.Ext)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(sum, "%s %d\n%s", filepath.Base(name), len(text), text)
			n++
		}
	}
	if n < 20 {
		t.Fatalf("%d golden files", n)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}
