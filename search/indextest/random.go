package indextest

import "fmt"

// randomTests ask random questions about random documents, after each of several
// batches.
var randomTests = func() []test {
	var tests []test
	for seed := range uint64(6) {
		tests = append(tests, test{fmt.Sprintf("seed %d", seed), func(f *fixture) { f.ask(generator{seeded(seed)}) }})
	}
	return tests
}()

func (f *fixture) ask(g generator) {
	among := []int{20, 150, 400}[g.IntN(3)]
	for range 8 {
		f.apply(g.documents(1+g.IntN(among/2), among)...)
		for range 60 {
			p := g.plan()
			f.same(p, g.window(len(f.model)))
			f.same(p, g.window(len(f.model))) // another page of the same result
		}
		for range 30 {
			f.sameTerms(g.terms())
		}
	}
}
