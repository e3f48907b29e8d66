package jsonw

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestAppendString(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Nature", `"Nature"`},
		{"empty", "", `""`},
		{"quote and backslash", `a"b\c`, `"a\"b\\c"`},
		{"short escapes", "\b\t\n\f\r", `"\b\t\n\f\r"`},
		{"controls", "\x00\x1b\x7f", `"\u0000\u001b\u007f"`},
		{"end of script", "</script>&", `"\u003c/script\u003e\u0026"`},
		{"line separators", "a\u2028b\u2029c", `"a\u2028b\u2029c"`},
		{"other scripts", "Природа 漢", `"Природа 漢"`},
		{"not UTF-8", "a\xffb", "\"a\uFFFDb\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(AppendString(nil, c.in)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// FuzzAppendString: encoding/json reads back what went in, but for the bytes
// that are not UTF-8, and nothing in it can end a script element.
func FuzzAppendString(f *testing.F) {
	f.Add("a\"\\</script>\x00\u2028\xff")
	f.Fuzz(func(t *testing.T, s string) {
		out := AppendString([]byte("x"), s)
		var got string
		if err := json.Unmarshal(out[1:], &got); err != nil {
			t.Fatalf("%q: %v", out, err)
		}
		if want := string([]rune(s)); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
		if strings.ContainsAny(string(out), "<>&\u2028\u2029") {
			t.Fatalf("unsafe in HTML: %q", out)
		}
	})
}

func TestWriter(t *testing.T) {
	var w Writer
	w.Open('{')
	w.Member("a", `x"`)
	w.Member("none", "")
	w.Name("list")
	w.Open('[')
	w.Raw("1")
	w.String("two")
	w.Open('{')
	w.Close('}')
	w.Close(']')
	w.Name("empty")
	w.Open('[')
	w.Close(']')
	w.Name("joined")
	w.Joined("a\"", "", "b")
	w.Name("last")
	w.Raw("true")
	w.Close('}')
	const want = `{"a":"x\"","list":[1,"two",{}],"empty":[],"joined":"a\"b","last":true}`
	if got := string(w.Buf); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
