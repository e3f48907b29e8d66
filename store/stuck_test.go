package store

import (
	"errors"
	"testing"
)

// TestStuck: a store that bbolt would wait in says so, also before it is known
// how the file is damaged.
func TestStuck(t *testing.T) {
	var f faults
	if err := f.usable(); err != nil {
		t.Errorf("at first: %v", err)
	}
	f.stuck.Store(true)
	if err := f.usable(); !errors.Is(err, ErrDamaged) {
		t.Errorf("before the cause is known: %v", err)
	}
	how := damageOf("page 7 already freed")
	f.first.Store(&how)
	if err := f.usable(); err != how {
		t.Errorf("afterwards: %v", err)
	}
}
