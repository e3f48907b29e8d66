package search

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"issnd/register"
)

// Table is the list of access points, by which queries are compiled and records
// are indexed. It does not change once it is made, and is safe for use by
// several goroutines.
type Table struct {
	points []*Point
	byName map[string]*Point // by CQL name in small letters
	fields map[*Point]*pointFields
	order  []*Point // those that are made of others come last

	builders sync.Pool
}

// ContextSet is a CQL context set that points have names in.
type ContextSet struct {
	Name  string // the prefix that stands for it where a query declares none
	URI   string
	Title string
}

// NewTable makes a table of points. The error says which row is wrong: names
// that are taken or in no context set, members that do not exist, a kind that
// cannot do what the row says.
func NewTable(points ...*Point) (*Table, error) {
	t := &Table{points: points, byName: map[string]*Point{}, fields: map[*Point]*pointFields{}}
	bases := map[string]bool{}
	for _, p := range points {
		if err := t.addNames(p, bases); err != nil {
			return nil, err
		}
	}
	for _, p := range points {
		if err := t.check(p); err != nil {
			return nil, fmt.Errorf("search: point %s: %w", p.Names[0], err)
		}
	}
	for i, p := range points {
		t.fields[p] = t.layout(p)
		t.fields[p].number = i
	}
	t.order = slices.Clone(points)
	slices.SortStableFunc(t.order, func(a, b *Point) int { return cmp.Compare(a.stage(), b.stage()) })
	t.builders.New = func() any { return new(builder) }
	return t, nil
}

// stage is when the fields of p are made: those of points that are made of
// others when theirs are.
func (p *Point) stage() int {
	if p.Kind == Everything {
		return 1
	}
	return 0
}

// DefaultTable is the table of the points of Points.
func DefaultTable() (*Table, error) { return NewTable(Points()...) }

func (t *Table) addNames(p *Point, bases map[string]bool) error {
	if len(p.Names) == 0 {
		return fmt.Errorf("search: a point without a name: %q", p.Title)
	}
	for _, n := range p.Names {
		key := strings.ToLower(n)
		set, _, _ := strings.Cut(key, ".")
		if _, ok := setByName(set); !ok {
			return fmt.Errorf("search: the name %s is in no context set", n)
		}
		if t.byName[key] != nil {
			return fmt.Errorf("search: two points have the name %s", n)
		}
		t.byName[key] = p
	}
	base := strings.ToLower(p.Name())
	if bases[base] {
		return fmt.Errorf("search: two points have fields named %s", p.Name())
	}
	bases[base] = true
	return nil
}

func (t *Table) check(p *Point) error {
	switch {
	case p.Kind == 0:
		return errors.New("no kind")
	case p.Kind != Everything && p.Values == nil:
		return errors.New("no values")
	case p.Kind != Everything && p.Members != nil:
		return errors.New("members of a point that is not made of others")
	case (p.Kind == Text || p.Kind == Everything) && p.Sort && p.SortKey == nil && p.SortAs == "":
		return errors.New("no key to sort by")
	case p.Leads && p.Kind != Text:
		return errors.New("leads without words")
	case p.Facet && (p.Kind == Text || p.Kind == Everything):
		return errors.New("a facet of words")
	}
	for _, m := range p.Members {
		if q := t.byName[strings.ToLower(m)]; q == nil || q.Kind == Everything {
			return fmt.Errorf("member %s is no point that has values", m)
		}
	}
	if p.SortAs != "" {
		if q := t.byName[strings.ToLower(p.SortAs)]; q == nil || !q.Sort || q.SortAs != "" {
			return fmt.Errorf("sorted as %s, which has no order", p.SortAs)
		}
	}
	return nil
}

// Points lists the points in table order.
func (t *Table) Points() []*Point { return t.points }

// For lists the points that the viewer may use by name, in table order.
func (t *Table) For(v register.Viewer) []*Point {
	var list []*Point
	for _, p := range t.points {
		if p.For(v) {
			list = append(list, p)
		}
	}
	return list
}

// ContextSets lists the context sets of the names that the viewer may use, that of
// the modifiers of sort keys included. A name without a prefix is that of the first
// set that has it.
func (t *Table) ContextSets(v register.Viewer) []ContextSet {
	return slices.DeleteFunc(slices.Clone(contextSets), func(s ContextSet) bool { return s.Name == marcSet && v.Public() })
}

func setByName(name string) (ContextSet, bool) {
	for _, s := range contextSets {
		if strings.EqualFold(s.Name, name) {
			return s, true
		}
	}
	return ContextSet{}, false
}

// setByURI is the name of a context set.
func setByURI(uri string) (string, bool) {
	for _, s := range contextSets {
		if s.URI == uri {
			return s.Name, true
		}
	}
	name, ok := otherURIs[uri]
	return name, ok
}

// members are the points that p is made of: itself if it has values.
func (t *Table) members(p *Point) []*Point {
	if p.Kind != Everything {
		return []*Point{p}
	}
	list := make([]*Point, len(p.Members))
	for i, m := range p.Members {
		list[i] = t.byName[strings.ToLower(m)]
	}
	return list
}
