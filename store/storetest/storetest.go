// Package storetest holds what any register.Store must do, as tests.
package storetest

import (
	"testing"

	"issnd/register"
)

// Run tests the stores that open makes, each of them new and empty. Whoever
// opens them closes them; some tests do so too, so Close comes twice there.
func Run(t *testing.T, open func(t *testing.T) register.Store) {
	groups := []struct {
		name  string
		tests []test
	}{
		{"empty", emptyTests},
		{"apply", applyTests},
		{"tombstones", tombstoneTests},
		{"clusters", clusterTests},
		{"replacements", replacementTests},
		{"log", logTests},
		{"lists", listTests},
		{"renewal", renewTests},
		{"calls", callTests},
	}
	for _, g := range groups {
		t.Run(g.name, func(t *testing.T) {
			for _, tt := range g.tests {
				t.Run(tt.name, func(t *testing.T) {
					s := open(t)
					tt.run(&fixture{T: t, store: s})
				})
			}
		})
	}
}

// test is one promise of the contract.
type test struct {
	name string
	run  func(f *fixture)
}
