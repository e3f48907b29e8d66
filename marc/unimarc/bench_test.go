package unimarc

import (
	"os"
	"testing"
)

// BenchmarkConvert converts a record of about one kilobyte.
func BenchmarkConvert(b *testing.B) {
	text, err := os.ReadFile("testdata/pairs/1.marc21")
	if err != nil {
		b.Fatal(err)
	}
	r := parse(b, string(text))
	b.ReportAllocs()
	for b.Loop() {
		Convert(r)
	}
}
