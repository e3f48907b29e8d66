package cql

import "strings"

// Name is the name of an index, a relation or a modifier, with letter case as
// written, quotes and escapes resolved. Names are equal regardless of case:
// compare with [Name.Is], or the parts with strings.EqualFold. Prefix is what
// stands before the first dot: "dc.title" has the prefix "dc", and
// "marc.245.a" the base "245.a". The zero Name says that none was written.
type Name struct {
	Prefix, Base string // Prefix is "" if none was written
	Pos          int    // byte offset in the query
}

// String is the name as it was written, less quotes and escapes.
func (n Name) String() string {
	if n.Prefix == "" {
		return n.Base
	}
	return n.Prefix + "." + n.Base
}

// Is reports whether n is prefix and base, in any case.
func (n Name) Is(prefix, base string) bool {
	return strings.EqualFold(n.Prefix, prefix) && strings.EqualFold(n.Base, base)
}

// ParseName is the name that s is, without quotes. A dot with nothing on one
// side separates nothing.
func ParseName(s string) Name {
	prefix, base, _ := strings.Cut(s, ".")
	if prefix == "" || base == "" {
		return Name{Base: s}
	}
	return Name{Prefix: prefix, Base: base}
}
