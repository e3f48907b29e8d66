package marc

// Tags is a set of tags of three digits.
type Tags [(1000 + 63) / 64]uint64

// NewTags is the set of the tags given. Those that are no number are left out.
func NewTags(tags ...Tag) *Tags {
	s := new(Tags)
	for _, t := range tags {
		if n := t.number(); n >= 0 {
			s[n>>6] |= 1 << (n & 63)
		}
	}
	return s
}

// Has reports whether a tag is in the set.
func (s *Tags) Has(t Tag) bool {
	n := t.number()
	return n >= 0 && s[n>>6]>>(n&63)&1 != 0
}

// number is the tag as a number, or -1 for a tag that is not one.
func (t Tag) number() int {
	a, b, c := t[0]-'0', t[1]-'0', t[2]-'0'
	if a > 9 || b > 9 || c > 9 {
		return -1
	}
	return int(a)*100 + int(b)*10 + int(c)
}
