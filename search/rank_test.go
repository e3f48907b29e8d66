package search

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/register"
)

// TestFirstWords: the fields of first words have the terms that stand right
// after the start of a value of a point, once, and no others.
func TestFirstWords(t *testing.T) {
	tab := table(t)
	p := *tab.byName["issn.keytitle"]
	var values []string
	p.Values = func(dst []string, _ *register.View) []string { return append(dst, values...) }
	p.SortAs, p.Sort = "", false
	one, err := NewTable(&p)
	if err != nil {
		t.Fatal(err)
	}
	r := sample(t)[0]
	for _, tt := range []struct{ values, want []string }{
		{nil, nil},
		{[]string{"Nature"}, []string{"nature"}},
		{[]string{"Nature reviews. Nature", "Nature", "The nature"}, []string{"nature", "the"}},
		{[]string{"科学通报 (Beijing)", "Science bulletin"}, []string{"science", "科", "科学"}},
		{[]string{"BBC日本 news"}, []string{"bbc"}},
		{[]string{"...", "x"}, []string{"x"}},
	} {
		values = tt.values
		var got []string
		for _, token := range tokensIn(one.Document(r), "keyTitle<") {
			got = append(got, token.Term)
		}
		slices.Sort(got)
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%q (-want +got)\n%s", tt.values, d)
		}
	}
}

// TestLeading: what values begin with is found by first words as it is by places
// alone, for the public and with a key.
func TestLeading(t *testing.T) {
	tab := table(t)
	ctx := context.Background()
	var docs []Document
	for _, r := range sample(t) {
		docs = append(docs, tab.Document(r))
	}
	found := 0
	for _, v := range []register.Viewer{{}, register.NewViewer("library", register.Complete)} {
		c := &compiler{table: tab, viewer: v}
		p := tab.byName["issn.keytitle"]
		first, words := names(v, tab.fields[p].first), c.fieldsOf(p)
		for _, d := range docs {
			for _, ph := range phrasesOf(d, words) {
				n := c.leading(first, words, ph)
				for _, other := range docs {
					got, errGot := has(ctx, other, n)
					want, errWant := has(ctx, other, &Phrase{words, ph.anchored()})
					if got != want || errGot != nil || errWant != nil {
						t.Fatalf("%v in %s is %v, %v, want %v, %v", ph, other.ISSN, got, errGot, want, errWant)
					}
					if got {
						found++
					}
				}
			}
		}
	}
	if found < len(docs) {
		t.Errorf("only %d are found in %d records", found, len(docs))
	}
}

// phrasesOf are phrases of the first words of a document and of its second ones.
func phrasesOf(d Document, fields []string) (list []phrase) {
	var words []Pattern
	for _, f := range fields {
		for _, t := range tokensIn(d, f) {
			if t.Term != Start && t.Term != End && len(words) < 3 {
				words = append(words, Literal(t.Term))
			}
		}
	}
	for n := range words {
		for _, end := range []bool{false, true} {
			list = append(list, phrase{slots: words[:n+1], start: true, end: end}, phrase{slots: words[n:], start: true, end: end})
		}
	}
	if len(words) > 0 {
		text := []rune(words[0].Parts[0].Text)
		masked := Pattern{Parts: []Part{{Text: string(text[:1])}, {Any: true}}}
		list = append(list, phrase{slots: append([]Pattern{masked}, words[1:]...), start: true}, phrase{slots: []Pattern{masked}, start: true})
	}
	return list
}

// TestRankNodes: a rank that all records found have is left out.
func TestRankNodes(t *testing.T) {
	tab := table(t)
	for query, want := range map[string]int{
		"title = nature":                            2,
		"title = nature and title = reviews":        2,
		"title = nature or title = reviews":         3,
		"nature":                                    3,
		"title = nature and medium = print":         3,
		"medium = print":                            0,
		"title = nature sortby title":               0,
		"keyTitle = nature and cql.allRecords = 1 ": 3,
	} {
		p, err := (&compiler{table: tab}).plan(parse(t, query))
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Rank) != want {
			t.Errorf("%s has %d ranks, want %d", query, len(p.Rank), want)
		}
	}
}
