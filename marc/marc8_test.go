package marc

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// The cases were converted by two other programs, which agree on them.
func TestMARC8Cases(t *testing.T) {
	file, err := os.ReadFile("testdata/marc8.tsv")
	if err != nil {
		t.Fatal(err)
	}
	unescape := func(s string) string {
		u, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		return u
	}
	for line := range strings.Lines(string(file)) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) != 3 {
			continue
		}
		t.Run(columns[0], func(t *testing.T) {
			got, damaged := appendMARC8(nil, []byte(unescape(columns[1])))
			if want := unescape(columns[2]); string(got) != want || damaged != 0 {
				t.Errorf("%+q with %d damaged, want %+q", got, damaged, want)
			}
		})
	}
}

func TestMARC8Repairs(t *testing.T) {
	for name, c := range map[string]struct {
		in, want string
		damaged  int
	}{
		"undefined byte":           {"a\xC9b", "a\uFFFDb", 1},
		"unknown set":              {"\x1B(zab", "\uFFFD(zab", 1},
		"escape at the end":        {"ab\x1B", "ab\uFFFD", 1},
		"ANSEL with intermediate":  {"\x1B)Q\x1B)!E\xE2e", "e\u0301", 0},
		"EACC cut":                 {"\x1B$1!0!!0", "一\uFFFD\uFFFD", 2},
		"EACC not assigned":        {"\x1B$1~~~!0!", "\uFFFD一", 1},
		"EACC keeps blanks":        {"\x1B$1!0! !0!", "一 一", 0},
		"EACC in G1":               {"\x1B$)1\xA1\xB0\xA1a", "一a", 0},
		"mark at the end":          {"a\xE2", "a\u0301", 0},
		"second half alone":        {"\xECs", "s\uFE21", 0},
		"reference":                {"\xE2&#x03B1;b", "α\u0301b", 0},
		"no reference":             {"&#x; &#xZZZZ; &#x0001; &amp; &#x03B1", "&#x; &#xZZZZ; &#x0001; &amp; &#x03B1", 0},
		"reference in another set": {"\x1B(N&#x03B1;", string(mustMARC8("\x1B(N&")) + string(mustMARC8("\x1B(N#x03B1;")), 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, damaged := appendMARC8(nil, []byte(c.in))
			if string(got) != c.want || damaged != c.damaged {
				t.Errorf("%+q with %d damaged, want %+q with %d", got, damaged, c.want, c.damaged)
			}
		})
	}
}

func mustMARC8(s string) []byte {
	text, _ := appendMARC8(nil, []byte(s))
	return text
}

func TestMARC8Table(t *testing.T) {
	table, err := parseMARC8(marc8Codes)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(table.eacc); n != 15745 {
		t.Errorf("%d characters of EACC", n)
	}
	for _, set := range []byte("234ENQSgbp") {
		if table.single[set] == nil {
			t.Errorf("no set %q", set)
		}
	}
}

func FuzzMARC8(f *testing.F) {
	for _, seed := range []string{"\xE2e", "\x1B$1!0!\x1B(B", "\xEBi\xECa", "&#x03B1;", "\x1B)!E\x1Bp2"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		text, damaged := appendMARC8([]byte("before"), b)
		if !utf8.Valid(text) || !strings.HasPrefix(string(text), "before") {
			t.Errorf("%q becomes %q", b, text)
		}
		if n := strings.Count(string(text), "\uFFFD"); n < damaged {
			t.Errorf("%d damaged, %d replacements", damaged, n)
		}
		if hasEscape(b) || classOf(b)&classHigh != 0 || strings.Contains(string(b), "&#x") || strings.Contains(string(b), "\x1B") {
			return
		}
		if string(text) != "before"+string(b) {
			t.Errorf("ASCII %q becomes %q", b, text)
		}
	})
}
