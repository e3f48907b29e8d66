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
		if !all.Spare() {
			t.Fatalf("no turn is spare after %d", i)
		}
		held[i].Of = all
		for range 2 { // the second time it is taken
			if err := held[i].Take(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if all.Spare() {
		t.Error("there are more turns than processors")
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
	if err := late.Take(t.Context()); err != nil || all.Spare() {
		t.Errorf("after one has ended: error %v, spare %v", err, all.Spare())
	}
}
