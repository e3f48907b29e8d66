package search

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/cql"
	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// shown is the words that a view shows, in any of its fields.
func shown(v *register.View) map[string]bool {
	all := map[string]bool{}
	add := func(s string) {
		folded := []byte(Fold(s))
		words, _ := appendWords(nil, folded, 0)
		for _, w := range words {
			all[string(folded[w.start:w.end])] = true
		}
	}
	for _, f := range v.MARC().Fields {
		add(f.Value)
		for _, s := range f.Subfields {
			add(s.Value)
		}
	}
	return all
}

// hiddenWords is, for each record that the public may find, the words that only
// a viewer with a key is shown.
func hiddenWords(recs []*register.Record) map[issn.ISSN][]string {
	hidden := map[issn.ISSN][]string{}
	for _, r := range recs {
		var public map[string]bool
		if r.Head.Public() {
			public = shown(r.View((register.Viewer{}).Tier(&r.Head)))
		}
		for w := range shown(r.View(register.Complete)) {
			if !public[w] {
				hidden[r.ISSN] = append(hidden[r.ISSN], w)
			}
		}
		slices.Sort(hidden[r.ISSN])
	}
	return hidden
}

// TestNothingHiddenIsFound: a word that a record does not show the public finds
// the record for the public in no way.
func TestNothingHiddenIsFound(t *testing.T) {
	recs := sample(t)
	s := newService(t, recs)
	checkHidden(t, s, recs, 7)
}

// TestNothingHiddenIsFoundInTheCorpus is the same with real records.
func TestNothingHiddenIsFoundInTheCorpus(t *testing.T) {
	dir := os.Getenv("ISSND_SHARED")
	if dir == "" {
		t.Skip("ISSND_SHARED is not set")
	}
	f, err := os.Open(filepath.Join(dir, "corpus", "serials.mrc"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	recs := readRecords(t, f)
	recs = recs[:min(len(recs), 300)]
	for _, r := range recs { // records of a library do not say that they are confirmed
		r.Status = register.Confirmed
	}
	checkHidden(t, newService(t, recs), recs, 31)
}

// checkHidden looks for every nth hidden word.
func checkHidden(t *testing.T, s *Service, recs []*register.Record, nth int) {
	t.Helper()
	ctx, n := context.Background(), 0
	for id, words := range hiddenWords(recs) {
		for _, w := range words {
			if n++; n%nth != 0 {
				continue
			}
			for _, p := range s.Table().For(publicViewer) {
				if p.Kind != Text && p.Kind != Everything || p.Names[0] == allRecords {
					continue
				}
				r, err := s.Search(ctx, publicViewer, Request{Query: &cql.Query{Root: cql.NewClause(p.Names[0], "=", w)}, Count: 1000})
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range r.Records {
					if f.ISSN == id {
						t.Errorf("%s = %q finds %s", p.Names[0], w, id)
					}
				}
			}
		}
	}
	if n == 0 {
		t.Fatal("nothing is hidden")
	}
	everyTermIsShown(t, s, recs)
}

// everyTermIsShown: what the lists of the public count is shown by as many
// records as are counted, at least.
func everyTermIsShown(t *testing.T, s *Service, recs []*register.Record) {
	t.Helper()
	count := map[string]uint64{}
	for _, r := range recs {
		if r.Head.Public() {
			for w := range shown(r.View((register.Viewer{}).Tier(&r.Head))) {
				count[w]++
			}
		}
	}
	for _, point := range []string{"issn.anywhere", "issn.title", "issn.keyTitle", "issn.titleProper", "issn.url"} {
		terms, err := s.Scan(context.Background(), publicViewer, ScanRequest{Clause: cql.NewClause(point, "=", ""), Position: 1, Count: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, term := range terms {
			if strings.Contains(term.Value, "-") { // an ISSN, which is shown as two words
				continue
			}
			if term.Count > count[term.Value] {
				t.Errorf("%s lists %q for %d records, %d show it", point, term.Value, term.Count, count[term.Value])
			}
		}
	}
}

// TestHiddenValuesChangeNothing: with other values in everything that is
// hidden, a record is indexed for the public byte by byte as before, and the
// answers are the same.
func TestHiddenValuesChangeNothing(t *testing.T) {
	recs := sample(t)
	tab := table(t)
	changed := make([]*register.Record, len(recs))
	for i, r := range recs {
		changed[i] = scrambled(r)
		d := cmp.Diff(publicFields(tab, r), publicFields(tab, changed[i]))
		if d != "" {
			t.Errorf("%s (-as it is +with other hidden values):\n%s", r.ISSN, d)
		}
	}
	if cmp.Equal(tab.Document(recs[0]), tab.Document(changed[0])) {
		t.Fatal("nothing is changed")
	}
	before, after := newService(t, recs), newService(t, changed)
	for _, query := range []string{"cql.allRecords = 1", "nature", "title any \"journal sample\"", "cql.allRecords = 1 sortby dc.title",
		"cql.allRecords = 1 sortby issn/descending", "cql.allRecords = 1 sortby country medium", "title <> science", "x* or s*l"} {
		if query == "x* or s*l" {
			query = "xx* or s*l"
		}
		if d := cmp.Diff(answer(t, before, query), answer(t, after, query)); d != "" {
			t.Errorf("%s (-as it is +with other hidden values):\n%s", query, d)
		}
	}
}

// answer is what the public is told of a query, but for the records themselves.
func answer(t *testing.T, s *Service, query string) string {
	t.Helper()
	var wishes []FacetWish
	for _, p := range s.Table().For(publicViewer) {
		if p.Facet {
			wishes = append(wishes, FacetWish{Point: p.Names[0], Count: -1})
		}
	}
	r, err := s.Search(context.Background(), publicViewer, Request{Query: parse(t, query), Count: 1000, Facets: wishes})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintln(&b, r.Total, r.Diagnostics)
	for _, f := range r.Records {
		fmt.Fprintln(&b, f.ISSN)
	}
	for _, f := range r.Facets {
		fmt.Fprintln(&b, f.Point.Names[0], f.Values)
	}
	suggestions, err := s.Suggest(context.Background(), publicViewer, "s", 50)
	fmt.Fprintln(&b, suggestions, err)
	return b.String()
}

// publicFields is what the public searches of a record.
func publicFields(tab *Table, r *register.Record) (fields []FieldTokens) {
	d := tab.Document(r)
	for _, f := range d.Fields {
		if !strings.HasSuffix(f.Field, "+") && f.Field != marcField {
			fields = append(fields, f)
		}
	}
	if !d.Public && len(fields) > 0 {
		return append(fields, FieldTokens{Field: "public fields of a record that is not"})
	}
	return fields
}

// scrambled is a record with other values in all subfields and positions that
// its public view does not show.
func scrambled(r *register.Record) *register.Record {
	visible := map[string]int{}
	view := r.View((register.Viewer{}).Tier(&r.Head))
	for _, f := range view.MARC().Fields {
		visible[f.Tag.String()+f.Value]++
		for _, s := range f.Subfields {
			visible[f.Tag.String()+string(s.Code)+s.Value]++
		}
	}
	out := *r
	out.MARC = &marc.Record{Leader: r.MARC.Leader}
	for _, f := range r.MARC.Fields {
		f.Subfields = slices.Clone(f.Subfields)
		switch {
		case f.Tag == tag008 && len(f.Value) == 40 && view.Tier() == register.Released && r.Head.Public():
			f.Value = "991231d19501960" + f.Value[15:18] + "dr n p     0   b0lat d"
		case f.Tag == marc.T("699") || f.Tag == marc.T("950"): // of these the head was made
		default:
			for i := range f.Subfields {
				s := &f.Subfields[i]
				if s.Code != '6' && visible[f.Tag.String()+string(s.Code)+s.Value] == 0 {
					s.Value = "scrambled 1234-5679 物理 xx"
				}
			}
		}
		out.MARC.Fields = append(out.MARC.Fields, f)
	}
	return &out
}
