package marc

// cursor reads packed text from one place to the next. Once ok is false it stays
// so, and what the methods return then means nothing.
type cursor[T string | []byte] struct {
	text T
	pos  int
	ok   bool
}

func (c *cursor[T]) bytes(n uint64) (s T) {
	if n > uint64(len(c.text)-c.pos) {
		c.ok = false
		return s
	}
	s = c.text[c.pos : c.pos+int(n)]
	c.pos += int(n)
	return s
}

func (c *cursor[T]) uvarint() uint64 {
	if c.pos < len(c.text) && c.text[c.pos] < 0x80 {
		c.pos++
		return uint64(c.text[c.pos-1])
	}
	var n uint64
	for shift := uint(0); shift < 63 && c.pos < len(c.text); shift += 7 {
		b := c.text[c.pos]
		c.pos++
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	c.ok = false
	return 0
}
