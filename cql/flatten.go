package cql

import (
	"strconv"
	"strings"
)

// flattener moves the prefix assignments of inner scopes to the whole query.
// One nil changes nothing.
type flattener struct {
	declared []Prefix // for the whole query, no name twice
	root     Node
	outer    int       // assignments of the root that hold for the whole query
	inner    []renamed // the inner scopes that are entered, the nearest last
	text     string    // of the query, in lower case
	names    int       // given so far
}

type renamed struct{ from, to string }

func newFlattener(q *Query) *flattener {
	f := &flattener{root: q.Root, text: strings.ToLower(q.String())}
	all := q.Root.Scope()
	f.outer = len(all)
	if q.Sort != nil {
		f.outer = min(len(q.SortPrefixes), len(all))
	}
	for _, p := range all[:f.outer] {
		if i := f.find(p.Name); i >= 0 {
			f.declared[i] = p
			continue
		}
		f.declared = append(f.declared, p)
	}
	return f
}

// find is the place of name in declared, or -1.
func (f *flattener) find(name string) int {
	for i, p := range f.declared {
		if strings.EqualFold(p.Name, name) {
			return i
		}
	}
	return -1
}

// enter renames the assignments of n until what it returns is called.
func (f *flattener) enter(n Node) (leave func()) {
	before := len(f.inner)
	own := n.Scope()
	if n == f.root {
		own = own[f.outer:]
	}
	for _, p := range own {
		f.inner = append(f.inner, renamed{p.Name, f.declare(p)})
	}
	return func() { f.inner = f.inner[:before] }
}

// declare is a name that has the meaning of p in the whole query. The default
// is no name for a prefix, because it is that of indexes alone.
func (f *flattener) declare(p Prefix) string {
	for _, d := range f.declared {
		if d.URI == p.URI && (d.Name != "" || p.Name == "") {
			return d.Name
		}
	}
	for {
		f.names++
		name := "ns" + strconv.Itoa(f.names)
		if !strings.Contains(f.text, name) {
			f.declared = append(f.declared, Prefix{Name: name, URI: p.URI})
			return name
		}
	}
}

// index is n as it is called in the whole query.
func (f *flattener) index(n Name) Name {
	if f == nil || n.Base == "" {
		return n
	}
	for i := len(f.inner) - 1; i >= 0; i-- {
		if r := f.inner[i]; strings.EqualFold(r.from, n.Prefix) {
			n.Prefix = r.to
			break
		}
	}
	return n
}

// name is n, of a relation or a modifier, as it is called in the whole query.
func (f *flattener) name(n Name) Name {
	if n.Prefix == "" {
		return n
	}
	return f.index(n)
}
