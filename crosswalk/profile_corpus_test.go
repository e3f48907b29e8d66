package crosswalk

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"issnd/marc"
	"issnd/rdf"
	"issnd/register"
)

// TestProfileCorpus makes the graphs of real records, which are not ours to
// keep, in both views and checks what holds of every graph.
func TestProfileCorpus(t *testing.T) {
	shared := os.Getenv("ISSND_SHARED")
	if shared == "" {
		t.Skip("ISSND_SHARED is not set")
	}
	f, err := os.Open(filepath.Join(shared, "corpus", "serials.mrc"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := marc.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	p := NewProfile(licensed)
	rules := register.DefaultRules()
	var g rdf.Graph
	n := 0
	for !t.Failed() {
		item, err := records.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			continue
		}
		r, err := rules.Record(item.Record)
		if err != nil {
			continue
		}
		r.Status, r.Deleted = register.Confirmed, false
		for tier := register.Released; tier <= register.Administrative; tier++ {
			g.Reset()
			p.Record(&g, r.View(tier))
			checkGraph(t, &g)
		}
		n++
	}
	if n < 5000 {
		t.Errorf("only %d records", n)
	}
}
