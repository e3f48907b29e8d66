package bleveindex

import "container/list"

// lru is values by key of which those go first that were asked for longest ago,
// so that all together take no more than so many bytes. It is not safe for use
// by several goroutines.
type lru[K comparable, V any] struct {
	max, used int
	order     *list.List // of *kept, the one that was asked for last first
	entries   map[K]*list.Element
}

type kept[K comparable, V any] struct {
	key   K
	value V
	bytes int
}

func newLRU[K comparable, V any](max int) *lru[K, V] {
	return &lru[K, V]{max: max, order: list.New(), entries: map[K]*list.Element{}}
}

func (c *lru[K, V]) get(key K) (v V, ok bool) {
	e := c.entries[key]
	if e == nil {
		return v, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*kept[K, V]).value, true
}

// put keeps a value, unless the key has one.
func (c *lru[K, V]) put(key K, v V, bytes int) {
	if c.entries[key] != nil {
		return
	}
	c.entries[key] = c.order.PushFront(&kept[K, V]{key: key, value: v, bytes: bytes})
	for c.used += bytes; c.used > c.max; {
		old := c.order.Remove(c.order.Back()).(*kept[K, V])
		delete(c.entries, old.key)
		c.used -= old.bytes
	}
}
