package store

import (
	"context"
	"errors"
	"testing"
)

// TestClusterEnds: reading a cluster ends with its context.
func TestClusterEnds(t *testing.T) {
	s := sample(t)
	heads, err := s.Cluster(t.Context(), toTestISSN(1), 9)
	if err != nil || len(heads) == 0 {
		t.Fatal(len(heads), err)
	}
	if heads, err := s.Cluster(&ending{Context: t.Context(), asked: 1}, toTestISSN(1), 9); !errors.Is(err, context.Canceled) {
		t.Errorf("%d members, error %v", len(heads), err)
	}
}

// ending is a context that is done when it has been asked some times.
type ending struct {
	context.Context
	asked int
}

func (e *ending) Err() error {
	if e.asked--; e.asked < 0 {
		return context.Canceled
	}
	return nil
}
