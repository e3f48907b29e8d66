package format

import (
	"github.com/maypok86/otter/v2"

	"issnd/issn"
	"issnd/register"
)

// Key names one rendition. Since a change of the record gives it a new
// sequence number, an entry is never wrong and never has to be taken out.
type Key struct {
	ISSN   issn.ISSN
	Seq    uint64
	Tier   register.Tier
	Format string // name of the format, with its variant if it has several
	Site   string // where documents are served, which renditions link to
}

// Cache keeps rendered bytes up to a total size. A nil *Cache keeps nothing.
type Cache struct{ entries *otter.Cache[Key, []byte] }

// entryOverhead is about what an entry takes besides its body, in bytes.
const entryOverhead = 200

// NewCache makes a cache of at most size bytes; 0 makes none.
func NewCache(size uint64) *Cache {
	if size == 0 {
		return nil
	}
	return &Cache{otter.Must(&otter.Options[Key, []byte]{
		MaximumWeight: size,
		Weigher:       func(_ Key, body []byte) uint32 { return uint32(len(body)) + entryOverhead },
	})}
}

// Get is the rendition, which the caller must not change.
func (c *Cache) Get(k Key) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	return c.entries.GetIfPresent(k)
}

// Put keeps a rendition, whose bytes now belong to the cache.
func (c *Cache) Put(k Key, body []byte) {
	if c != nil {
		c.entries.Set(k, body)
	}
}
