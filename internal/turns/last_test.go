package turns

import (
	"strings"
	"sync"
	"testing"
	"time"
)

func TestDoLast(t *testing.T) {
	did := 0
	for range 3 {
		DoLast(func() { did++ })
	}
	if did != 3 {
		t.Errorf("%d of 3 works were done", did)
	}
	defer func() {
		p, ok := recover().(*Panic)
		if !ok || p.Value != "thrown" || !strings.Contains(p.Error(), "TestDoLast") {
			t.Errorf("panic %v, want that of the work with its place", p)
		}
		DoLast(func() { did++ }) // the thread goes on
		if did != 4 {
			t.Error("nothing is done after a panic")
		}
	}()
	DoLast(func() { panic("thrown") })
	t.Error("the panic is lost")
}

// Works that wait for each other are done at the same time.
func TestDoLastTogether(t *testing.T) {
	const works = 8
	var met, all sync.WaitGroup
	met.Add(works)
	for range works {
		all.Go(func() {
			DoLast(func() {
				met.Done()
				met.Wait()
			})
		})
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		all.Wait()
	}()
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("one waits for the end of another")
	}
}
