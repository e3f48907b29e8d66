package register_test

import (
	"testing"

	"issnd/bench/generate"
	"issnd/register"
)

// BenchmarkView makes the views of records as a register has them, one after
// the other.
func BenchmarkView(b *testing.B) {
	g, rules := generate.New(1, 10000), register.DefaultRules()
	records := make([]*register.Record, 64)
	for i := range records {
		var err error
		if records[i], err = rules.Record(g.Record(i)); err != nil {
			b.Fatal(err)
		}
	}
	for tier := register.Released; tier <= register.Complete; tier++ {
		b.Run(tier.String(), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				records[i%len(records)].View(tier)
			}
		})
	}
}

// BenchmarkMemberships finds the lists that records stand in.
func BenchmarkMemberships(b *testing.B) {
	g, rules := generate.New(1, 10000), register.DefaultRules()
	records := make([]*register.Record, 64)
	for i := range records {
		var err error
		if records[i], err = rules.Record(g.Record(i)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	lists := 0
	var all []register.Membership
	for i := 0; b.Loop(); i++ {
		all = register.AppendMemberships(all[:0], records[i%len(records)])
		lists += len(all)
	}
	b.ReportMetric(float64(lists)/float64(b.N), "lists/record")
}
