package search

import (
	"testing"

	"issnd/register"
)

// What tests of an engine need of those of this package.

// NewMemory is an index in memory.
func NewMemory() Index { return newMemory() }

// Sample is the records of the sample register.
func Sample(t testing.TB) []*register.Record { return sample(t) }

// Queries lists queries about the sample register.
func Queries() (list []string) {
	for _, q := range queries {
		list = append(list, q.query)
	}
	return list
}
