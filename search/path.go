package search

import (
	"strings"

	"issnd/marc"
	"issnd/register"
)

// path is what a name of the context set marc points at: a field, a subfield,
// or positions of the leader or of a control field. The zero path is none.
type path struct {
	tag  marc.Tag // "ldr" for the leader
	code byte     // of a subfield; 0 in a path of positions
	pos  string   // "18" or "15-17"; "" in a path of subfields
}

// marcField is the field of the index in which the subfields and coded
// positions of records stand that a viewer with a key may see. Its terms are a
// path, a separator and a word or code.
const marcField = "marc"

const pathEnd = "\x1f"

// parsePath reads the name of a point of the context set marc without its
// prefix, in any letter case: 245$a, 245.a, 245a for a subfield; 008.18,
// 008/18, 008.15-17, ldr.06 for positions. A name with a slash needs quotation
// marks in CQL.
func parsePath(name string) (path, bool) {
	name = strings.ToLower(name)
	if len(name) < 4 {
		return path{}, false
	}
	p := path{tag: marc.Tag{name[0], name[1], name[2]}}
	if p.tag.Control() || p.tag == tagLeader {
		p.pos = name[4:]
		_, known := positions[name[:3]+"/"+p.pos]
		return p, known && (name[3] == '/' || name[3] == '.')
	}
	code := strings.TrimLeft(name[3:], "$.")
	if len(code) != 1 || len(name) > 5 || !alnum(name[:3]) || !alnum(code) {
		return path{}, false
	}
	p.code = code[0]
	return p, true
}

func alnum(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// prefix is what the terms of p begin with in the index.
func (p path) prefix() string {
	if p.pos != "" {
		return p.tag.String() + "/" + p.pos + pathEnd
	}
	return p.tag.String() + string(rune(p.code)) + pathEnd
}

// point is the access point at p.
func (p path) point() *Point {
	pt := &Point{Kind: Text, Tier: register.Complete, Scan: true, marc: p}
	name := p.tag.String() + "." + p.pos
	if p.pos != "" {
		pt.Kind = Code
		pt.Normal = func(s string) (string, bool) {
			s = strings.ToLower(s)
			return strings.NewReplacer(" ", "#", "\\", "#").Replace(s), s != ""
		}
	} else {
		name = p.tag.String() + "$" + string(rune(p.code))
		pt.Values = each(string(rune(p.code)), p.tag.String())
	}
	pt.Names, pt.Title = []string{"marc." + name}, "MARC "+name
	return pt
}

// positions are the coded positions that are indexed.
var positions = func() map[string]position008 {
	all := map[string]position008{}
	for _, p := range positionList {
		all[p.name] = p
	}
	return all
}()

// position008 is a coded position, or a run of them.
type position008 struct {
	name     string
	tag      marc.Tag
	from, to int
}

var (
	tagLeader = marc.T("ldr")

	// positionList is the coded positions of continuing resources (MARC 21 008)
	// and those of the leader and 007 that tell kinds of material. Dates are
	// points of their own.
	positionList = []position008{
		{"ldr/05", tagLeader, 5, 6}, {"ldr/06", tagLeader, 6, 7}, {"ldr/07", tagLeader, 7, 8},
		{"ldr/17", tagLeader, 17, 18}, {"ldr/18", tagLeader, 18, 19},
		{"007/00", tag007, 0, 1}, {"007/01", tag007, 1, 2}, {"007/00-01", tag007, 0, 2},
		{"008/06", tag008, 6, 7}, {"008/07-10", tag008, 7, 11}, {"008/11-14", tag008, 11, 15},
		{"008/15-17", tag008, 15, 18}, {"008/18", tag008, 18, 19}, {"008/19", tag008, 19, 20},
		{"008/21", tag008, 21, 22}, {"008/22", tag008, 22, 23}, {"008/23", tag008, 23, 24},
		{"008/24", tag008, 24, 25}, {"008/25-27", tag008, 25, 28}, {"008/28", tag008, 28, 29},
		{"008/29", tag008, 29, 30}, {"008/33", tag008, 33, 34}, {"008/34", tag008, 34, 35},
		{"008/35-37", tag008, 35, 38}, {"008/38", tag008, 38, 39}, {"008/39", tag008, 39, 40},
	}
)
