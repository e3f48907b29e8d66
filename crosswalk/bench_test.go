package crosswalk

import (
	"testing"

	"issnd/bench/generate"
	"issnd/rdf"
	"issnd/register"
)

// BenchmarkGenerated renders records as a register has them, one after the
// other, so that no branch is predicted from the record before.
func BenchmarkGenerated(b *testing.B) {
	o := licensed
	p := NewProfile(o)
	var g rdf.Graph
	var buf []byte
	for _, bench := range []struct {
		name   string
		render func(*register.View)
	}{
		{"profile", func(v *register.View) { g.Reset(); p.Record(&g, v) }},
		{"labelled", func(v *register.View) { Labelled(v) }},
		{"schemaorg", func(v *register.View) { buf = AppendSchemaOrg(buf[:0], v, &o) }},
		{"mods", func(v *register.View) { buf = AppendMODS(buf[:0], v, &o) }},
		{"dc", func(v *register.View) { buf = AppendDC(buf[:0], v, &o) }},
	} {
		for tier := register.Released; tier <= register.Complete; tier++ {
			views := generatedViews(b, tier)
			b.Run(bench.name+"/"+tier.String(), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					bench.render(views[i%len(views)])
				}
			})
		}
	}
}

// generatedViews is as many views as stay in the cache of a processor: a
// server has just read what it renders.
func generatedViews(tb testing.TB, tier register.Tier) []*register.View {
	tb.Helper()
	records := generate.New(1, 10000)
	views := make([]*register.View, 64)
	for i := range views {
		views[i] = viewOf(tb, records.Record(i), tier)
	}
	return views
}
