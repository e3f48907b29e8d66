package search

import (
	"context"
	"strings"
	"testing"

	"issnd/cql"
	"issnd/diagnostic"
)

func TestBox(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"words", "annual review", `"annual" and "review"`},
		{"phrase", `"annual review" biology`, `"annual review" and "biology"`},
		{"other quotation marks", `«annual review» “of law”`, `"annual review" and "of law"`},
		{"quotation mark that is not closed", `"annual review`, `"annual" and "review"`},
		{"operators", "a1 AND b1 OR c1 NOT d1", `"a1" and "b1" or "c1" not "d1"`},
		{"words that are operators in CQL", "and or not", `"and" and "or" and "not"`},
		{"NOT first", "NOT nature", `cql.allRecords = "1" not "nature"`},
		{"operators at the end", "nature AND OR", `"nature"`},
		{"operators at the beginning", "OR nature", `"nature"`},
		{"star", "neuro*", `"neuro"*`},
		{"star alone", "* nature", `"nature"`},
		{"one letter and a star", "a* nature", `"a" and "nature"`},
		{"nothing else is special", `what? ^is C:\\ (this)`, `"what\?" and "\^is" and "C:\\\\" and "(this)"`},
		{"punctuation", "law & order -", `"law" and "order"`},
		{"ISSN", "0028-0836", `"0028-0836"`},
		{"ISSN without hyphen", "00280836", `"0028-0836"`},
		{"ISSN in two words", "0028 0836", `"0028-0836"`},
		{"ISSN with its name", "ISSN: 1050-124x nature", `"1050-124X" and "nature"`},
		{"a part of an ISSN", "0028-08* 0028-0* nature", `"0028-08"* and "0028-0"* and "nature"`},
		{"URN", "urn:issn:0028-0836", `"0028-0836"`},
		{"EAN-13", "9771986613003", `"1986-6135"`},
		{"not an ISSN", "0028-0837", `"0028-0837"`},
		{"years", "1990-1995", `"1990-1995"`},
		{"controls and broken UTF-8", "\x00nature\xff\n", `"nature"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q, err := Words(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.ReplaceAll(q.String(), `*"`, `"*`) // so that the table can be read
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			again, err := cql.Parse(q.String(), cql.DefaultLimits())
			if err != nil || again.String() != q.String() {
				t.Errorf("reads as %v, %v", again, err)
			}
		})
	}
}

func TestBoxIsRefused(t *testing.T) {
	for _, tt := range []struct {
		in   string
		code diagnostic.Code
	}{{"", diagnostic.EmptyTerm}, {" ?! ", diagnostic.EmptyTerm}, {"AND", diagnostic.EmptyTerm}, {strings.Repeat("a ", 2000), diagnostic.TooManyCharacters}} {
		_, err := Words(tt.in)
		if code, _ := codeOf(t, err); code != tt.code {
			t.Errorf("%.10q: %v, want %d", tt.in, err, tt.code)
		}
	}
}

// FuzzBox: what is typed is refused because it is empty or too long, and for no
// other reason; what it becomes can be searched and printed.
func FuzzBox(f *testing.F) {
	for _, s := range []string{"nature", `"a b" AND c*`, "0028-0836 x", "0028-0*", "国*", "*", `\`, `"`} {
		f.Add(s)
	}
	s := newService(f, nil)
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Words(text)
		if err != nil {
			if code, _ := codeOf(t, err); code != diagnostic.EmptyTerm && code != diagnostic.TooManyCharacters {
				t.Fatal(err)
			}
			return
		}
		if _, err := s.Search(context.Background(), publicViewer, Request{Query: q}); err != nil {
			t.Errorf("%q becomes %s: %v", text, q, err)
		}
	})
}

// FuzzCompile: every query is answered or refused with a diagnostic, for
// whoever asks, and prints a facet query that is answered too.
func FuzzCompile(f *testing.F) {
	for _, s := range []string{
		`title = "annual review"`, `> x = "info:srw/cql-context-set/1/dc-v1.1" x.title any/fuzzy "a b*"`,
		`dc.date within "1 2" sortby dc.date/sort.missingValue=3`, `a prox/distance<3/ordered b`,
		`marc.245$a == "^a b?c"`, `issn = 0028-08*`, `title = 物*理学`, `anywhere =/unmasked "*"`, `a <> b`, `marc.264 = "0028-0* x"`, `"marc.008/15-17" = *f`, `isni = 0*x`, `dateChanged < 2020-02`,
	} {
		f.Add(s)
	}
	s := newService(f, sample(f)[:3])
	f.Fuzz(func(t *testing.T, query string) {
		q, err := cql.Parse(query, cql.DefaultLimits())
		if err != nil {
			return
		}
		for _, v := range viewers {
			r, err := s.Search(context.Background(), v.viewer, Request{Query: q, Count: 3, Facets: []FacetWish{{Point: "country", Count: 3}}})
			if err != nil {
				codeOf(t, err)
				continue
			}
			for _, value := range r.Facets[0].Values {
				if n := total(t, s, v.viewer, value.Query); n != value.Count {
					t.Errorf("%s finds %d, the facet counts %d", value.Query, n, value.Count)
				}
			}
		}
		if c, ok := q.Root.(*cql.Clause); ok {
			_, err := s.Scan(context.Background(), subscriber, ScanRequest{Clause: c, Position: 1, Count: 3})
			codeOf(t, err)
		}
	})
}
