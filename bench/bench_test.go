package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/issn"
)

func TestReplaceTable(t *testing.T) {
	const report = "# Scale\n\nBefore.\n\n<!-- a -->\nold\n<!-- end of a -->\n\nAfter.\n"
	for name, c := range map[string]struct{ text, part, want string }{
		"one that is there": {report, "a", "# Scale\n\nBefore.\n\n<!-- a -->\nnew\n<!-- end of a -->\n\nAfter.\n"},
		"one more":          {report, "b", report + "\n## b\n\n<!-- b -->\nnew\n<!-- end of b -->\n"},
		"no report yet":     {"", "b", "\n\n## b\n\n<!-- b -->\nnew\n<!-- end of b -->\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := replaceTable(c.text, c.part, "new\n")
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if again := replaceTable(got, c.part, "new\n"); again != got {
				t.Errorf("the second time it is %q", again)
			}
		})
	}
}

func TestVerdicts(t *testing.T) {
	b := &bench{slack: 1.3}
	b.atLeast("rate", 0.8, 1)
	b.atLeast("rate", 0.7, 1)
	b.atMost("size", 0.8, 0.8)
	b.exactly("records", 3, 4)
	var got []string
	for _, r := range b.rows {
		got = append(got, r.figure+" "+r.target+" "+r.verdict)
	}
	want := []string{"0.80 ≥ 0.77 met", "0.70 ≥ 0.77 MISSED", "0.80 ≤ 0.80 met", "3 = 4 MISSED"}
	if d := cmp.Diff(want, got); d != "" || b.missed != 2 {
		t.Errorf("%d missed (-want +got):\n%s", b.missed, d)
	}
}

// TestSoakMemory: a server that keeps what it has meets the bounds, and one that
// loses something with every request does not, though the collector hides it.
func TestSoakMemory(t *testing.T) {
	const requests, most = 1_000_000, 500
	for name, c := range map[string]struct {
		lost   int64 // bytes a request
		missed int
	}{"nothing": {0, 0}, "200 bytes": {200, 1}, "1 KB": {1024, 3}} {
		t.Run(name, func(t *testing.T) {
			m := &soakMemory{early: 250e6 + c.lost*requests/10, late: 250e6 + c.lost*requests}
			for done := int64(0); done <= requests; done += requests / 100 {
				m.seen = append(m.seen, memoryAt{done, max(430e6+done%3*10e6, 280e6+c.lost*done)})
			}
			b := &bench{memory: most}
			m.report(b, requests)
			if b.missed != c.missed {
				t.Errorf("%d bounds are missed, want %d: %v", b.missed, c.missed, b.rows)
			}
		})
	}
}

func TestInventory(t *testing.T) {
	item := func(id, status string) string {
		return "<record><header" + status + "><identifier>oai:issn.org:" + id + "</identifier><datestamp>2026-01-01T00:00:00Z</datestamp></header></record>"
	}
	v := &inventory{seen: newISSNSet()}
	page := item("0003-0015", "") + item("2049-3630", ` status="deleted"`) + item("0003-0015", "")
	if err := v.read([]byte(page)); err != nil {
		t.Fatal(err)
	}
	if got, want := [3]int{v.items, v.twice, v.deleted}, [3]int{3, 1, 1}; got != want {
		t.Errorf("items, twice, deleted: %v, want %v", got, want)
	}
	var want []issn.ISSN
	for _, s := range []string{"0003-0015", "2049-3630", "0317-8471"} {
		id, err := issn.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, id)
	}
	if got := missing(want, v, &inventory{seen: newISSNSet()}); got != 1 {
		t.Errorf("%d are missing, want 1", got)
	}
	if err := v.read([]byte(item("0003-0016", ""))); err == nil {
		t.Error("a wrong ISSN is taken")
	}
}

func TestPeerTimes(t *testing.T) {
	const out = "goos: linux\nBenchmarkPeer/facets/bleve-2   \t     100\t  1500000 ns/op\nBenchmarkPeer/title_deep_page/here \t 3\t 12.5 ns/op\t 3 B/op\nPASS\n"
	got, err := peerTimes(out)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]float64{"facets/bleve": 1.5e6, "title_deep_page/here": 12.5}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 2500000: "2,500,000", 10: "10", 100000: "100,000"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}
