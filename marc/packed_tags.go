package marc

// UnpackTags is Unpack of the fields alone whose tags are in the set, which
// takes less time and memory: that of what is in them. Nil stands for all tags.
func UnpackTags(data []byte, tags *Tags) (*Record, error) {
	if tags == nil {
		return Unpack(data)
	}
	c, n, left, err := openPacked(data)
	if err != nil {
		return nil, err
	}
	const usual = 1 << 10
	text := make([]byte, 0, usual)
	var fields, subfields int
	for range n {
		start := c.pos
		tag, k := skipField(&c)
		if !c.ok || k > left {
			return nil, ErrPacked
		}
		left -= k
		if tags.Has(tag) {
			text = append(text, data[start:c.pos]...)
			fields++
			subfields += int(k)
		}
	}
	if c.pos != len(data) || left != 0 {
		return nil, ErrPacked
	}
	return new(Unpacker).unpack(data, string(text), fields, subfields)
}

// skipField passes over a field. It tells its tag and how many subfields it has.
func skipField(c *cursor[[]byte]) (tag Tag, subfields uint64) {
	if copy(tag[:], c.bytes(uint64(len(tag)))); !c.ok {
		return tag, 0
	}
	n := c.uvarint()
	mixed := n&1 == 1
	n >>= 1
	if !mixed && tag.Control() {
		c.bytes(n)
		return tag, 0
	}
	c.bytes(2)
	if mixed {
		c.bytes(c.uvarint())
	}
	skipSubfields(c, n)
	return tag, n
}

// skipSubfields has text and position in variables of its own, and reads the
// length of a short value itself: here is most of what a record consists of.
func skipSubfields(c *cursor[[]byte], n uint64) {
	text, pos := c.text, c.pos
	for ; n > 0; n-- {
		if len(text)-pos < minPackedSubfield {
			c.ok = false
			return
		}
		if size := int(text[pos+1]); size < 0x80 {
			pos += minPackedSubfield + size
			continue
		}
		c.pos = pos + 1
		if c.bytes(c.uvarint()); !c.ok {
			return
		}
		pos = c.pos
	}
	if c.pos = pos; pos > len(text) {
		c.ok = false
	}
}
