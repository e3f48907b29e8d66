package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// usage is what a program took: seconds of the clock and of all cores, and at
// its peak bytes of memory, with mapped files and without.
type usage struct{ Wall, CPU, Resident, Anonymous float64 }

// measured runs a program to its end.
func (b *bench) measured(name string, args ...string) (usage, error) {
	start := time.Now()
	p, err := b.start(name, args...)
	if err != nil {
		return usage{}, err
	}
	w := watch(p.Process.Pid)
	err = p.Wait()
	u := usage{Wall: time.Since(start).Seconds(), Anonymous: w.peak()}
	u.CPU = (p.ProcessState.UserTime() + p.ProcessState.SystemTime()).Seconds()
	if r, ok := p.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.Resident = float64(r.Maxrss) * 1024
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return u, err
}

// watcher looks at the memory of a process again and again.
type watcher struct {
	end  sync.Once
	quit chan struct{}
	done chan struct{}
	seen []int64 // anonymous memory in bytes
}

func watch(pid int) *watcher {
	w := &watcher{quit: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(w.done)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			w.seen = append(w.seen, anonymous(pid))
			select {
			case <-w.quit:
				return
			case <-tick.C:
			}
		}
	}()
	return w
}

// watch looks at the memory of the server until peak is called.
func (s *server) watch() *watcher { return watch(s.Process.Pid) }

// peak ends watching and gives the most anonymous memory in bytes. It may be
// called again.
func (w *watcher) peak() float64 {
	return float64(slices.Max(w.samples()))
}

// samples ends watching and gives all that was seen, at least one look.
func (w *watcher) samples() []int64 {
	w.end.Do(func() { close(w.quit) })
	<-w.done
	return w.seen
}

// growth ends watching and tells by how many bytes the most memory in the
// second half of the time is above the most in the first.
func (w *watcher) growth() float64 {
	half := (len(w.samples()) + 1) / 2
	if half == len(w.seen) {
		return 0
	}
	return float64(slices.Max(w.seen[half:]) - slices.Max(w.seen[:half]))
}

// memoryOf reports the most anonymous memory that was seen.
func (b *bench) memoryOf(what string, w *watcher) {
	b.atMost(what+": anonymous memory, MB", w.peak()/1e6, b.memory)
}

// anonymous is the memory of a process in bytes that is not a mapped file, or
// 0 where the system does not tell.
func anonymous(pid int) int64 {
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if rest, ok := strings.CutPrefix(s.Text(), "RssAnon:"); ok {
			var kb int64
			if _, err := fmt.Sscan(rest, &kb); err == nil {
				return kb << 10
			}
		}
	}
	return 0
}
