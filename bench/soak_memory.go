package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// memorySlack is for caches that are not full after the first part of a short
// soak, in MB. A server that loses a hundred bytes a request loses more in a
// million.
const memorySlack = 64

// soakMemory is what the server had of memory during a soak.
type soakMemory struct {
	seen        []memoryAt
	early, late int64 // bytes of the heap that a collection left, after the first part and in the end; 0 is unknown
}

// memoryAt is how much anonymous memory the server had after so many requests.
type memoryAt struct{ done, bytes int64 }

func (s *soaking) watchMemory() {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-s.ended.Done():
			return
		case <-tick.C:
		}
		s.up.RLock()
		s.memory.seen = append(s.memory.seen, memoryAt{s.load.Done.Load(), anonymous(s.server.Process.Pid)})
		s.up.RUnlock()
	}
}

// weigh has the server collect and takes what is left, the least of three times,
// since requests and the index are under way. One that is killed has no past to
// compare.
func (s *soaking) weigh(ctx context.Context, heap *int64) error {
	for range 3 {
		if s.kills > 0 || ctx.Err() != nil {
			return nil
		}
		n, err := heapInUse(ctx, s.operator)
		if err != nil {
			return err
		}
		if *heap == 0 || n < *heap {
			*heap = n
		}
	}
	return nil
}

// heapInUse is how many bytes of the heap are in use after a collection.
func heapInUse(ctx context.Context, operator string) (n int64, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+operator+"/debug/pprof/heap?gc=1&debug=1", nil)
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	profile, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(profile), "\n# HeapAlloc = ")
	if _, err := fmt.Sscan(after, &n); err != nil {
		return 0, fmt.Errorf("the profile of the heap has no HeapAlloc: %w", err)
	}
	return n, nil
}

// report compares the memory after the first part of the requests with that in
// it, and the most with what a server may have.
func (m *soakMemory) report(b *bench, requests int) {
	var first, later int64
	for _, s := range m.seen {
		if float64(s.done) <= firstPart*float64(requests) {
			first = max(first, s.bytes)
		} else {
			later = max(later, s.bytes)
		}
	}
	b.figure("anonymous memory in the first tenth, MB", "%.0f", float64(first)/1e6)
	b.atMost("anonymous memory after it, MB", float64(later)/1e6, notMore(first))
	if m.early > 0 && m.late > 0 {
		b.figure("heap that a collection leaves after the first tenth, MB", "%.0f", float64(m.early)/1e6)
		b.atMost("heap that a collection leaves in the end, MB", float64(m.late)/1e6, notMore(m.early))
	}
	b.atMost("soak: anonymous memory, MB", float64(max(first, later))/1e6, b.memory)
}

// notMore is how many MB a server may have later that has so many bytes at first.
func notMore(bytes int64) float64 { return 1.2*float64(bytes)/1e6 + memorySlack }
