package crawler

import (
	"context"
	"errors"
	"testing"

	"issnd/internal/turns"
)

// TestKeptBytes: what is kept has room, and what was made last is in it.
func TestKeptBytes(t *testing.T) {
	k := kept{parts: map[part]*Packed{}}
	for n := range 100 {
		m := &Sitemap{part: part(1 + n%50), ETag: string(rune('a' + n/50))}
		k.put(m, &Packed{Body: make([]byte, mostKept/20), etag: m.ETag})
		sum := 0
		for _, p := range k.parts {
			sum += len(p.Body)
		}
		if sum != k.bytes || sum > mostKept {
			t.Fatalf("%d bytes are kept, counted %d, of at most %d", sum, k.bytes, mostKept)
		}
		if k.get(m) == nil {
			t.Fatalf("sitemap %d is lost", m.part)
		}
	}
	if len(k.parts) != 20 {
		t.Errorf("%d sitemaps are kept, want 20", len(k.parts))
	}
}

// TestTurns: a sitemap is not made before there is a turn.
func TestTurns(t *testing.T) {
	s := &Service{turns: make(turns.Turns, 1), kept: kept{parts: map[part]*Packed{}}}
	s.turns <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := (&Sitemap{service: s, part: 1}).Pack(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}
