package format

import (
	"github.com/maypok86/otter/v2"

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
type Cache[V any] struct{ entries *otter.Cache[Key, V] }

// NewCache makes a cache of at most size bytes; 0 makes none. weight is how many
// bytes a value takes.
func NewCache[V any](size uint64, weight func(V) uint32) *Cache[V] {
	if size == 0 {
		return nil
	}
	return &Cache[V]{otter.Must(&otter.Options[Key, V]{
		MaximumWeight: size,
		Weigher:       func(_ Key, v V) uint32 { return weight(v) },
	})}
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
