package bleveindex

import "sync"

// cache keeps the results that were asked for last, so that the next page of
// one is not sought again. Only those of the newest view are of use.
type cache struct {
	max int // bytes

	mu      sync.Mutex
	view    *view
	results *lru[string, *result]
}

func newCache(max int) *cache {
	return &cache{max: max, results: newLRU[string, *result](max)}
}

// get is the result of a plan in a view, nil if it is not known.
func (c *cache) get(v *view, key string) *result {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.view != v {
		return nil
	}
	r, _ := c.results.get(key)
	return r
}

// put keeps a result. It makes the bitmaps independent of files.
func (c *cache) put(v *view, key string, r *result) {
	bytes := len(key)
	// The last group is what is left of all documents, or all.
	all := r.groups
	if len(all) > 1 {
		all = append(all[:len(all):len(all)], r.docs)
	}
	for _, docs := range all {
		for i, b := range docs {
			docs[i] = owned(b.Clone())
			bytes += int(b.GetSizeInBytes())
		}
	}
	if bytes > c.max/4 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.view != v {
		c.view, c.results = v, newLRU[string, *result](c.max)
	}
	c.results.put(key, r, bytes)
}
