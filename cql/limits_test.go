package cql

import (
	"errors"
	"runtime"
	"strings"
	"testing"

	"issnd/diagnostic"
)

func TestLimits(t *testing.T) {
	long := Limits{Bytes: 1 << 20}
	for _, c := range []struct {
		name, query string
		limits      Limits
		code        diagnostic.Code // 0: accepted
		details     string
	}{
		{"fifty parentheses", nested(50), Limits{}, 0, ""},
		{"as many parentheses as allowed", nested(256), Limits{}, 0, ""},
		{"one parenthesis more", nested(257), Limits{}, diagnostic.InvalidParentheses, "256"},
		{"a chain of 60 ors", chain(61), Limits{}, 0, ""},
		{"as many clauses as allowed", chain(512), Limits{}, 0, ""},
		{"one clause more", chain(513), Limits{}, diagnostic.TooManyBooleans, "511"},
		{"as many bytes as allowed", strings.Repeat("x", 16<<10), Limits{}, 0, ""},
		{"one byte more", strings.Repeat("x", 16<<10+1), Limits{}, diagnostic.TooManyCharacters, "16384"},
		{"400,000 parentheses", strings.Repeat("(", 400_000), Limits{}, diagnostic.TooManyCharacters, "16384"},
		{"400,000 parentheses in a query that may be long", strings.Repeat("(", 400_000), long, diagnostic.InvalidParentheses, "256"},
		{"250,000 relations", strings.Repeat("a=", 250_000), long, diagnostic.QuerySyntax, "3"},
		{"100,000 clauses on the right", strings.Repeat("a or (", 100_000), long, diagnostic.InvalidParentheses, "1541"},
		{"own limits", "a or b or c", Limits{Clauses: 2}, diagnostic.TooManyBooleans, "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(c.query, c.limits)
			var d *diagnostic.Diagnostic
			switch errors.As(err, &d); {
			case c.code == 0 && err != nil:
				t.Error(err)
			case c.code != 0 && (d == nil || d.Code != c.code || d.Details != c.details):
				t.Errorf("%#v, want %d with details %s", d, c.code, c.details)
			}
		})
	}
}

// TestRefusalIsCheap: what is too deep is refused where it becomes so, and not
// after it was read.
func TestRefusalIsCheap(t *testing.T) {
	s := strings.Repeat("(", 400_000)
	if n := testing.AllocsPerRun(10, func() { _, _ = Parse(s, Limits{Bytes: 1 << 20}) }); n > 10 {
		t.Errorf("%v allocations", n)
	}
}

func nested(n int) string {
	return strings.Repeat("(", n) + "x" + strings.Repeat(")", n)
}

func chain(n int) string { return "a" + strings.Repeat(" or a", n-1) }

func TestSyntaxErrorIsItsDiagnostic(t *testing.T) {
	_, err := Parse("dc.title any", DefaultLimits())
	if !errors.Is(err, diagnostic.New(diagnostic.QuerySyntax, "")) {
		t.Errorf("%v is not diagnostic 10", err)
	}
	const want = `expected a search term after "any", which is read as a relation ` +
		`(a term of several words needs quotation marks), and found the end of the query (byte 12)`
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	_, err = Parse(`a = b = `+strings.Repeat("é", 30), DefaultLimits())
	if got := err.(*SyntaxError).Diagnostic(); got.Details != "6" {
		t.Errorf("details %q, want the offset 6", got.Details)
	}
	_, err = Parse(`a = (`+strings.Repeat("é", 30), DefaultLimits())
	if !strings.Contains(err.Error(), `found "("`) {
		t.Errorf("%v does not say what was found", err)
	}
	_, err = Parse(`(a) `+strings.Repeat("é", 30), DefaultLimits())
	if !strings.Contains(err.Error(), `"`+strings.Repeat("é", 20)+`…"`) {
		t.Errorf("%v does not clip what was found", err)
	}
}

// TestMemoryIsBounded: the worst that 16 KiB can ask for, all told.
func TestMemoryIsBounded(t *testing.T) {
	for _, c := range []struct{ name, query string }{
		{"clauses", chain(512)},
		{"nested prefixes", strings.Repeat("(>a", 256) + strings.Repeat(">a", 7000) + " x" + strings.Repeat(")", 256)},
		{"modifiers", "a and" + strings.Repeat("/a", 8000) + " x"},
		{"sort keys", "a sortby" + strings.Repeat(" a", 8000)},
		{"escapes", `a =/x="` + strings.Repeat(`\a`, 8000) + `" b`},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		parse(t, c.query)
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 4<<20 {
			t.Errorf("%s: %d bytes allocated", c.name, n)
		}
	}
}
