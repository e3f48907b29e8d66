package crosswalk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"issnd/internal/mrk"
	"issnd/rdf"
	"issnd/register"
)

// FuzzProfile checks on any record what holds of every graph.
func FuzzProfile(f *testing.F) {
	fixtures, err := filepath.Glob(filepath.Join("testdata", "profile", "*.mrk"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range fixtures {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	p := NewProfile(Options{License: "https://example.org/licence", OpenAccess: true})
	rules := register.DefaultRules()
	f.Fuzz(func(t *testing.T, text string) {
		records, err := mrk.Parse(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, m := range records {
			r, err := rules.Record(m)
			if err != nil {
				continue
			}
			for tier := register.Released; tier <= register.Administrative; tier++ {
				var g rdf.Graph
				p.Record(&g, r.View(tier))
				checkGraph(t, &g)
			}
		}
	})
}
