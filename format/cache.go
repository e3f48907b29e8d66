package format

import (
	"sync/atomic"

	"github.com/maypok86/otter/v2"
	"github.com/maypok86/otter/v2/stats"

	"issnd/issn"
	"issnd/register"
)

// Key names one rendition: what was asked for, and who asked.
type Key struct {
	ISSN   issn.ISSN
	Tier   register.Tier // of the viewer
	Format string        // name of the format, with its variant if it has several
	Site   string        // where documents are served, which renditions link to
}

// Cache keeps what was made for requests, up to a total size. A nil *Cache
// keeps nothing.
type Cache[V any] struct {
	entries *otter.Cache[Key, V]
	evicted *evictions
}

// NewCache makes a cache of at most size bytes; 0 makes none. weight is how many
// bytes a value takes.
func NewCache[V any](size uint64, weight func(V) uint32) *Cache[V] {
	if size == 0 {
		return nil
	}
	e := new(evictions)
	return &Cache[V]{otter.Must(&otter.Options[Key, V]{
		MaximumWeight: size,
		Weigher:       func(_ Key, v V) uint32 { return weight(v) },
		StatsRecorder: e,
	}), e}
}

// evictions counts what had to leave for something else.
type evictions struct {
	stats.NoopRecorder
	n atomic.Uint64
}

// RecordEviction implements stats.Recorder.
func (e *evictions) RecordEviction(uint32) { e.n.Add(1) }

// CacheState is what is in a cache.
type CacheState struct {
	Entries, Bytes, Limit uint64
	Evicted               uint64 // entries that had to leave for others
}

// And adds up two caches.
func (s CacheState) And(t CacheState) CacheState {
	return CacheState{s.Entries + t.Entries, s.Bytes + t.Bytes, s.Limit + t.Limit, s.Evicted + t.Evicted}
}

// State is what is in the cache, about.
func (c *Cache[V]) State() CacheState {
	if c == nil {
		return CacheState{}
	}
	return CacheState{
		Entries: uint64(c.entries.EstimatedSize()), Bytes: c.entries.WeightedSize(), Limit: c.entries.GetMaximum(),
		Evicted: c.evicted.n.Load(),
	}
}

// Get is what was put under the key, if it is still there.
func (c *Cache[V]) Get(k Key) (v V, ok bool) {
	if c == nil {
		return v, false
	}
	return c.entries.GetIfPresent(k)
}

// Put keeps a value.
func (c *Cache[V]) Put(k Key, v V) {
	if c != nil {
		c.entries.Set(k, v)
	}
}
