package bleveindex

import (
	"testing"

	"issnd/search"
)

func TestGlob(t *testing.T) {
	any, one := search.Part{Any: true}, search.Part{One: true}
	text := func(s string) search.Part { return search.Part{Text: s} }
	tests := []struct {
		name  string
		parts []search.Part
		yes   []string
		no    []string
	}{
		{"nothing", nil, []string{""}, []string{"a"}},
		{"any", []search.Part{any}, []string{"", "a", "été"}, nil},
		{"one", []search.Part{one}, []string{"a", "é", "東"}, []string{"", "ab"}},
		{"end", []search.Part{any, text("ab")}, []string{"ab", "aab", "abab"}, []string{"", "aba"}},
		{"runs", []search.Part{text("a"), any, text("b"), any, text("c")}, []string{"abc", "axbxc", "abbcc"}, []string{"acb", "ab", "abcd"}},
		{"one in a run", []search.Part{any, one, text("é")}, []string{"xé", "東é", "éé"}, []string{"é", ""}},
		{"several runs", []search.Part{any, any, text("a"), any}, []string{"a", "bab"}, []string{"", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, s := range tt.yes {
				if !glob(tt.parts, s) {
					t.Errorf("%q does not match", s)
				}
			}
			for _, s := range tt.no {
				if glob(tt.parts, s) {
					t.Errorf("%q matches", s)
				}
			}
		})
	}
}

func TestPrefixEnd(t *testing.T) {
	for prefix, want := range map[string]string{"a": "b", "a\xff": "b", "ab": "ac", "\xff": "", "": ""} {
		if got := string(prefixEnd(prefix)); got != want {
			t.Errorf("prefixEnd(%q) = %q, want %q", prefix, got, want)
		}
	}
}
