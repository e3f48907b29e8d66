package crosswalk

import "strings"

// arena makes the many short strings of a graph out of few large ones. What it
// gave stays valid and never changes: the bytes of a chunk are written once,
// and a chunk that is full is left to those who hold parts of it.
type arena struct{ chunk strings.Builder }

const arenaChunk = 8 << 10

// join is the parts in one string.
func (a *arena) join(parts ...string) string {
	n := 0
	for _, s := range parts {
		n += len(s)
	}
	start := a.room(n)
	for _, s := range parts {
		a.chunk.WriteString(s)
	}
	return a.chunk.String()[start:]
}

// copy is b as a string.
func (a *arena) copy(b []byte) string {
	start := a.room(len(b))
	a.chunk.Write(b)
	return a.chunk.String()[start:]
}

// room makes room for n bytes, so that the chunk is never moved while it
// grows, and returns where they will start.
func (a *arena) room(n int) int {
	if a.chunk.Cap()-a.chunk.Len() < n {
		a.chunk.Reset()
		a.chunk.Grow(max(n, arenaChunk))
	}
	return a.chunk.Len()
}
