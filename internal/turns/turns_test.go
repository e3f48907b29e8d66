package turns

import (
	"context"
	"errors"
	"runtime"
	"testing"
)

func TestTurns(t *testing.T) {
	all := New()
	held := make([]Turn, runtime.NumCPU())
	for i := range held {
		if len(all) != i {
			t.Fatalf("%d turns are taken, want %d", len(all), i)
		}
		held[i].Of = all
		for range 2 { // the second time it is taken
			if err := held[i].Take(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if cap(all) != len(held) {
		t.Errorf("there are %d turns on %d processors", cap(all), len(held))
	}
	ended, end := context.WithCancel(t.Context())
	end()
	late := Turn{Of: all}
	if err := late.Take(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("without a turn: error %v, want %v", err, context.Canceled)
	}
	late.End() // of none
	held[0].End()
	held[0].End() // of none
	if err := late.Take(t.Context()); err != nil || len(all) != len(held) {
		t.Errorf("after one has ended: error %v, %d taken", err, len(all))
	}
}
