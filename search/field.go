package search

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"issnd/register"
)

// rules is another number whenever documents are made otherwise of the same
// points: other folding, other extraction of values.
const rules = 8

// audience is whose field a field is.
type audience int

const (
	public audience = iota // what the public may see
	extra                  // what only a viewer with a key may see besides
)

// pointFields is the names of the fields of a point, by audience; "" for a
// field that it does not have.
type pointFields struct {
	words [2]string // the words of a Text, the values of others, the rest of an Everything
	whole [2]string // whole values of a Text
	first [2]string // the words that values of a Text begin with, by which records are ranked
	sort  [2]string

	members []*Point // of an Everything
	number  int      // of the point in the table
}

// layout decides which fields a point has. One that the public cannot search,
// neither by its name nor in another point, has none that is public.
func (t *Table) layout(p *Point) *pointFields {
	f := new(pointFields)
	if p.Names[0] == allRecords {
		return f
	}
	if p.Kind == Everything {
		f.members = t.members(p)
	}
	for a := public; a <= extra; a++ {
		suffix := [...]string{"", "+"}[a]
		if a == extra || t.searchedByPublic(p) {
			f.words[a] = p.Name() + suffix
			if p.Headings && p.Kind == Text {
				f.whole[a] = p.Name() + "=" + suffix
			}
			if p.Leads && p.Kind == Text {
				f.first[a] = p.Name() + "<" + suffix
			}
		}
		if p.Sort && p.SortAs == "" && (a == extra || p.Tier == register.Released) {
			f.sort[a] = p.Name() + "^" + suffix
		}
	}
	return f
}

func (t *Table) searchedByPublic(p *Point) bool {
	if p.Tier == register.Released {
		return true
	}
	for _, q := range t.points {
		if q.Kind == Everything && q.Tier == register.Released && slices.Contains(t.members(q), p) {
			return true
		}
	}
	return false
}

// Fields lists the fields of an index.
func (t *Table) Fields() []FieldInfo {
	var list []FieldInfo
	for _, p := range t.points {
		f := t.fields[p]
		for a := public; a <= extra; a++ {
			if f.words[a] != "" {
				list = append(list, FieldInfo{Name: f.words[a], Positions: p.Kind == Text, Facet: p.Facet})
			}
			if f.whole[a] != "" {
				list = append(list, FieldInfo{Name: f.whole[a]})
			}
			if f.first[a] != "" {
				list = append(list, FieldInfo{Name: f.first[a]})
			}
			if f.sort[a] != "" {
				list = append(list, FieldInfo{Name: f.sort[a], Sort: true})
			}
		}
	}
	return append(list, FieldInfo{Name: marcField})
}

// Version is another one whenever documents are made otherwise, so that an
// index that was made with another version has to be made anew.
func (t *Table) Version() string {
	h := sha256.New()
	fmt.Fprintf(h, "%d %v", rules, t.Fields())
	for _, p := range positionList {
		fmt.Fprintf(h, " %s", p.name)
	}
	for _, p := range t.points {
		fmt.Fprintf(h, " %s %d %d %v", p.Names[0], p.Kind, p.Tier, p.Members)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// names is the fields of the audience that a viewer searches, of one sort.
func names(v register.Viewer, of [2]string) []string {
	list := make([]string, 0, 2)
	for a, name := range of {
		if name != "" && (audience(a) == public || !v.Public()) {
			list = append(list, name)
		}
	}
	return list
}
