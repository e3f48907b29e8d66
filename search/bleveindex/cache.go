package bleveindex

import (
	"container/list"
	"sync"
)

// cache keeps the results that were asked for last, so that the next page of
// one is not sought again. Only those of the newest view are of use.
type cache struct {
	max int // bytes

	mu      sync.Mutex
	view    *view
	used    int
	order   *list.List // of *cached, the one that was asked for last first
	entries map[string]*list.Element
}

type cached struct {
	key    string
	result *result
	bytes  int
}

func newCache(max int) *cache {
	c := &cache{max: max}
	c.clear(nil)
	return c
}

func (c *cache) clear(v *view) {
	c.view, c.used, c.order, c.entries = v, 0, list.New(), map[string]*list.Element{}
}

// get is the result of a plan in a view, nil if it is not known.
func (c *cache) get(v *view, key string) *result {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[key]
	if c.view != v || e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached).result
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
		c.clear(v)
	}
	if c.entries[key] != nil {
		return
	}
	c.entries[key] = c.order.PushFront(&cached{key: key, result: r, bytes: bytes})
	for c.used += bytes; c.used > c.max; {
		last := c.order.Back()
		old := c.order.Remove(last).(*cached)
		delete(c.entries, old.key)
		c.used -= old.bytes
	}
}
