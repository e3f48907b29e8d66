package bleveindex

import (
	"errors"
	"testing"
)

// watched is how many entries tell who is told of what happens in an index.
func watched() (n int) {
	backgrounds.Range(func(any, any) bool {
		n++
		return true
	})
	return n
}

// TestOpeningFails: what could not be opened leaves nobody to be told of it.
func TestOpeningFails(t *testing.T) {
	ix := warmIndex(t)
	before := watched()
	if _, err := Open(ix.dir, warmOptions); !errors.Is(err, ErrBusy) {
		t.Fatalf("error %v, want %v", err, ErrBusy)
	}
	if n := watched(); n != before {
		t.Errorf("%d entries, %d before", n, before)
	}
}
