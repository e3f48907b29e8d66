package search

import (
	"slices"
	"strings"
	"testing"

	"issnd/cql"
	"issnd/register"
)

func TestTableIsChecked(t *testing.T) {
	ok := Point{Names: []string{"issn.a"}, Title: "A", Kind: Text, Values: each("a", "245")}
	change := func(f func(*Point)) *Point {
		p := ok
		f(&p)
		return &p
	}
	for _, tt := range []struct {
		name   string
		points []*Point
		want   string
	}{
		{"no name", []*Point{change(func(p *Point) { p.Names = nil })}, "without a name"},
		{"a name twice", []*Point{&ok, change(func(p *Point) { p.Names = []string{"ISSN.A"} })}, "two points have the name"},
		{"fields of one name", []*Point{&ok, change(func(p *Point) { p.Names = []string{"dc.a"} })}, "two points have fields"},
		{"no context set", []*Point{change(func(p *Point) { p.Names = []string{"nosuch.a"} })}, "no context set"},
		{"no kind", []*Point{change(func(p *Point) { p.Kind = 0 })}, "no kind"},
		{"no values", []*Point{change(func(p *Point) { p.Values = nil })}, "no values"},
		{"a facet of words", []*Point{change(func(p *Point) { p.Facet = true })}, "a facet of words"},
		{"an order of words", []*Point{change(func(p *Point) { p.Sort = true })}, "no key to sort by"},
		{"no such member", []*Point{{Names: []string{"issn.b"}, Kind: Everything, Members: []string{"issn.a"}}}, "member issn.a"},
		{"no such order", []*Point{change(func(p *Point) { p.Sort, p.SortAs = true, "issn.b" })}, "sorted as issn.b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := NewTable(tt.points...); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%v, want %q", err, tt.want)
			}
		})
	}
	if _, err := NewTable(&ok); err != nil {
		t.Error(err)
	}
}

func TestFields(t *testing.T) {
	tab := table(t)
	known := map[string]FieldInfo{}
	for _, f := range tab.Fields() {
		if _, ok := known[f.Name]; ok {
			t.Errorf("two fields %s", f.Name)
		}
		known[f.Name] = f
	}
	for _, r := range sample(t) {
		for _, f := range tab.Document(r).Fields {
			info, ok := known[f.Field]
			if !ok {
				t.Fatalf("%s has terms in a field %s that is not listed", r.ISSN, f.Field)
			}
			if info.Sort && len(f.Tokens) != 1 {
				t.Errorf("%s has %d keys in %s", r.ISSN, len(f.Tokens), f.Field)
			}
			seen := map[Token]bool{}
			for i, token := range f.Tokens {
				if token.Term == "" || seen[token] || info.Positions && i > 0 && token.Pos < f.Tokens[i-1].Pos || !info.Positions && token.Pos != 0 {
					t.Errorf("%s, %s: %q at %d", r.ISSN, f.Field, token.Term, token.Pos)
				}
				seen[token] = true
			}
		}
	}
}

// TestRest: a point that is made of others has fields of ISSNs that are in none
// of its members, and of words of codes.
func TestRest(t *testing.T) {
	tab := table(t)
	serials, words := 0, 0
	for _, r := range sample(t) {
		d := tab.Document(r)
		for _, p := range tab.Points() {
			f := tab.fields[p]
			for a := public; a <= extra && f.members != nil; a++ {
				var numbers, codes []string
				for _, m := range f.members {
					if m.number {
						numbers = append(numbers, tab.fields[m].words[:a+1]...)
					} else if m.Kind == Code {
						codes = append(codes, tab.fields[m].words[a])
					}
				}
				for term := range termsIn(d, []string{f.words[a]}) {
					switch {
					case !strings.Contains(term, "-"):
						words++
						if len(termsIn(d, codes)) == 0 {
							t.Errorf("%s: %s has %q, and no member has a code", r.ISSN, f.words[a], term)
						}
					case termsIn(d, numbers)[term]:
						t.Errorf("%s: %s has %s, and a member has it too", r.ISSN, f.words[a], term)
					default:
						serials++
					}
				}
			}
		}
	}
	if serials == 0 || words == 0 {
		t.Errorf("%d ISSNs and %d words", serials, words)
	}
}

// TestKeyOfCompleteForEveryone: a point that only a key may name has a key to sort
// by where the public is shown the whole record, too.
func TestKeyOfCompleteForEveryone(t *testing.T) {
	p := &Point{Names: []string{"issn.a"}, Kind: Code, Tier: register.Complete, Sort: true, Values: each("a", "245")}
	tab, err := NewTable(p, &Point{Names: []string{"issn.all"}, Kind: Everything, Members: []string{"issn.a"}})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, r := range sample(t) {
		if (register.Viewer{}).Tier(&r.Head) != register.Complete {
			continue
		}
		d := tab.Document(r)
		seen++
		values, keys := tokensIn(d, tab.fields[p].words[public]), tokensIn(d, tab.fields[p].sort[extra])
		if len(values) == 0 || len(keys) != 1 || keys[0] != values[0] {
			t.Errorf("%s: %v sorted as %v", r.ISSN, values, keys)
		}
	}
	if seen == 0 {
		t.Error("no record is complete for everyone")
	}
}

// TestVersion: another table has another version, the same one always the same.
func TestVersion(t *testing.T) {
	a, b := table(t), table(t)
	if a.Version() != b.Version() || a.Version() == "" {
		t.Errorf("%q and %q", a.Version(), b.Version())
	}
	fewer, err := NewTable(issnPoints()...)
	if err != nil {
		t.Fatal(err)
	}
	if fewer.Version() == a.Version() {
		t.Error("another table has the same version")
	}
}

// notInSample lists the points of which the sample register has no value.
var notInSample = []string{"issn.uniformTitle", "issn.cancelledIssnH"}

// TestValues: normal forms stay what they are, and what the public is shown is
// also shown to viewers with a key.
func TestValues(t *testing.T) {
	recs := sample(t)
	for _, p := range table(t).Points() {
		if p.Values == nil {
			continue
		}
		found := 0
		for _, r := range recs {
			complete := p.Values(nil, r.View(register.Complete))
			found += len(complete)
			for _, s := range complete {
				form, ok := normal(p, s)
				if again, _ := normal(p, form); ok && p.Kind != Text && again != form {
					t.Errorf("%s: %q becomes %q, and that %q", p.Names[0], s, form, again)
				}
			}
			if !r.Head.Public() {
				continue
			}
			for _, s := range p.Values(nil, r.View((register.Viewer{}).Tier(&r.Head))) {
				if !slices.ContainsFunc(complete, func(c string) bool { return c == s || p.Kind == Text && strings.Contains(c, s) }) {
					t.Errorf("%s: %s shows %q to the public alone", p.Names[0], r.ISSN, s)
				}
			}
		}
		if found == 0 && !slices.Contains(notInSample, p.Names[0]) {
			t.Errorf("no record of the sample has a value of %s", p.Names[0])
		}
	}
}

func TestNames(t *testing.T) {
	tab := table(t)
	for _, set := range tab.ContextSets(subscriber) {
		if set.Name == "" || set.URI == "" || set.Title == "" {
			t.Errorf("%+v", set)
		}
	}
	for _, tt := range []struct{ name, want string }{
		{"title", "issn.title"}, {"DC.Title", "issn.title"}, {"serverChoice", "issn.anywhere"}, {"bath.keytitle", "issn.keyTitle"},
		{"rec.identifier", "rec.identifier"}, {"marc.245$a", "marc.245$a"}, {"MARC.245.A", "marc.245$a"}, {"marc.245a", "marc.245$a"},
		{"marc.008/18", "marc.008.18"}, {"marc.ldr.06", "marc.ldr.06"}, {"marc.000/06", "marc.ldr.06"}, {"marc.245", "marc.245"},
		{"marc.001", "marc.001"}, {"marc.LDR/17", "marc.ldr.17"}, {"marc.008/15-17", "marc.008.15-17"},
	} {
		p, err := tab.Find(cql.ParseName(tt.name))
		if err != nil || p.Names[0] != tt.want {
			t.Errorf("%s is %v, %v", tt.name, p, err)
		}
	}
	first := tab.ContextSets(publicViewer)[0].Name + "."
	for _, p := range tab.Points() {
		for _, n := range p.Names {
			if base, ok := strings.CutPrefix(n, first); ok {
				if q, err := tab.Find(cql.ParseName(base)); err != nil || q != p {
					t.Errorf("%s is %v, %v, though the first context set has it", base, q, err)
				}
			}
		}
	}
	inner := []cql.Prefix{{Name: "dc", URI: "http://zing.z3950.org/cql/bath/2.0/"}}
	outer := []cql.Prefix{{Name: "DC", URI: "info:srw/cql-context-set/1/dc-v1.1"}, {URI: "info:srw/cql-context-set/2/rec-1.1"}}
	if p, err := tab.Find(cql.ParseName("dc.keyTitle"), outer, inner); err != nil || p.Names[0] != "issn.keyTitle" {
		t.Errorf("the inner assignment does not hide the outer one: %v", err)
	}
	if p, err := tab.Find(cql.ParseName("identifier"), outer, inner); err != nil || p.Names[0] != "rec.identifier" {
		t.Errorf("the default context set does not hold: %v", err)
	}
}
