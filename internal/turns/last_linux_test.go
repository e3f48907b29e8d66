package turns

import (
	"syscall"
	"testing"
)

// nice is that of the thread; the system counts it down from 20.
func nice(t *testing.T) int {
	n, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0)
	if err != nil {
		t.Fatal(err)
	}
	return 20 - n
}

// TestNice: what comes last has another thread, and whoever waits for it keeps
// their own.
func TestNice(t *testing.T) {
	before := nice(t)
	if err := TryLast(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		DoLast(func() {
			if got := nice(t); got != max(before, niceness) {
				t.Errorf("niceness %d, want %d", got, max(before, niceness))
			}
		})
		if got := nice(t); got != before {
			t.Errorf("niceness %d afterwards, want %d", got, before)
		}
	}
}
