package bleveindex_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"issnd/issn"
	"issnd/search"
	"issnd/search/bleveindex"
)

// wordy is a document with words at places.
func wordy(n int, batch string, words ...search.Token) search.Document {
	d := numbered(n, batch)
	d.Fields[2].Tokens = words
	return d
}

// TestCheckFinds: an index that is not of the documents is found out, and one
// that is has no fault, in one segment and in several, with deleted documents.
func TestCheckFinds(t *testing.T) {
	word := func(term string, at ...uint32) (tokens []search.Token) {
		for _, p := range at {
			tokens = append(tokens, search.Token{Term: term, Pos: p})
		}
		return tokens
	}
	want := []search.Document{
		wordy(1, "a", word("one", 1, 4, 9)...), wordy(2, "b", append(word("one", 2), word("two", 3)...)...),
		wordy(3, "a"), wordy(4, "c", word("two", 1)...),
	}
	private := want[2]
	private.Public = false
	twice := want[3]
	twice.Fields = append(twice.Fields[:1:1], search.FieldTokens{Field: "title", Tokens: []search.Token{{Term: "c"}, {Term: "d"}}}, twice.Fields[2])
	gone := numbered(4, "")
	gone.Gone = true
	for name, tt := range map[string]struct {
		change []search.Document // applied to the index
		fault  string
	}{
		"whole":          {nil, ""},
		"the same again": {want[1:3], ""},
		"missing":        {[]search.Document{gone}, "0000-0043 is not in the index"},
		"too many":       {[]search.Document{numbered(5, "a")}, "0000-0051 is in the index, and should not be"},
		"other place":    {[]search.Document{wordy(1, "a", word("one", 1, 5, 9)...)}, "0000-0019 has other terms"},
		"a place less":   {[]search.Document{wordy(1, "a", word("one", 1, 4)...)}, "0000-0019 has other terms"},
		"other word":     {[]search.Document{wordy(4, "c", word("one", 1)...)}, "0000-0043 has other terms"},
		"other term":     {[]search.Document{wordy(3, "b")}, "0000-0035 has other terms"},
		"a term more":    {[]search.Document{twice}, "0000-0043 has other terms"},
		"not public":     {[]search.Document{private}, "0000-0035 has other terms"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			ix := mustOpen(t, dir, options)
			mustApply(t, ix, 1, numbered(1, "old"), numbered(4, "old"), want[1])
			mustApply(t, ix, 2, want[0], want[2])
			mustApply(t, ix, 3, want[3])
			mustApply(t, ix, 4, tt.change...)
			faults(t, ix, want, 1, tt.fault)
			if err := ix.Close(); err != nil {
				t.Fatal(err)
			}
			read, err := bleveindex.OpenReadOnly(dir, options)
			if err != nil {
				t.Fatal(err)
			}
			defer read.Close()
			faults(t, read, want, 1, tt.fault)
			if !strings.Contains(tt.fault, "terms") {
				faults(t, read, want, 2, tt.fault)
			}
		})
	}
}

// faults checks an index and wants one fault, or none.
func faults(t *testing.T, ix *bleveindex.Index, docs []search.Document, sample int, want string) {
	t.Helper()
	var got []string
	n, err := ix.Check(context.Background(), bleveindex.Check{
		Documents: every(docs...), Every: sample,
		Exempt: func(id issn.ISSN) bool { return id.Number() == 9 },
		Report: func(id issn.ISSN, fault string) { got = append(got, id.String()+" "+fault) },
	})
	switch {
	case err != nil:
		t.Fatal(err)
	case int(n.Faults) != len(got) || n.Terms != n.Documents/uint64(sample):
		t.Errorf("%+v with %d faults", n, len(got))
	case want == "" && len(got) > 0, want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], want)):
		t.Errorf("faults %q, want %q", got, want)
	}
}

func TestOpenReadOnly(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	if _, err := bleveindex.OpenReadOnly(dir, options); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no index: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something was made: %v", err)
	}
	ix := mustOpen(t, dir, options)
	mustApply(t, ix, 1, numbered(9, "a"))
	if _, err := bleveindex.OpenReadOnly(dir, options); !errors.Is(err, bleveindex.ErrBusy) {
		t.Errorf("beside another: %v", err)
	}
	faults(t, ix, nil, 1, "") // the document is exempt
}
