package marc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// outcome is what one call of Next gave, in short.
type outcome struct {
	ID       string // value of 001, or "error" and its code
	Number   int
	Offset   int64
	Problems []string
}

// drain reads r to its end.
func drain(t *testing.T, r Reader) []outcome {
	t.Helper()
	var list []outcome
	for range 1000 {
		it, err := r.Next()
		var bad *RecordError
		switch {
		case err == io.EOF:
			if _, again := r.Next(); again != io.EOF {
				t.Errorf("after the end: %v", again)
			}
			return list
		case errors.As(err, &bad):
			if bad.Reason == "" {
				t.Errorf("%v has no reason", bad)
			}
			list = append(list, outcome{ID: "error " + bad.Code, Number: bad.Position.Number, Offset: bad.Position.Offset})
		case err != nil:
			t.Fatal(err)
		default:
			list = append(list, outcome{it.Record.Control(T("001")), it.Position.Number, it.Position.Offset, codes(it.Problems)})
		}
	}
	t.Fatal("no end")
	return nil
}

func TestISO2709Reader(t *testing.T) {
	one := string(encode(t, small(control("001", "one"), data("245", "00", "a", "1"))))
	two := string(encode(t, small(control("001", "two"), data("245", "00", "a", "2"))))
	bad := "00099cas a2200099 a 4500 no directory\x1D"
	size := int64(len(one))
	for name, c := range map[string]struct {
		in   string
		want []outcome
	}{
		"nothing":         {"", nil},
		"only junk":       {"\r\n\x00\x1A  ", nil},
		"two":             {one + two, []outcome{{"one", 1, 0, nil}, {"two", 2, size, nil}}},
		"a bad one":       {one + bad + two, []outcome{{"one", 1, 0, nil}, {"error no-directory", 2, size, nil}, {"two", 3, size + int64(len(bad)), nil}}},
		"line ends":       {one + "\r\n" + two + "\n", []outcome{{"one", 1, 0, nil}, {"two", 2, size + 2, []string{"junk-before-record"}}}},
		"byte order mark": {"\xEF\xBB\xBF" + one, []outcome{{"one", 1, 3, []string{"junk-before-record"}}}},
		"lone terminator": {one + "\x1D" + two, []outcome{{"one", 1, 0, nil}, {"two", 2, size + 1, []string{"junk-before-record"}}}},
		"text before":     {"not a record: " + one, []outcome{{"one", 1, 14, []string{"junk-before-record"}}}},
		"wrong length":    {"00100" + one[5:] + two, []outcome{{"one", 1, 0, []string{"record-length leader"}}, {"two", 2, size, nil}}},
		"blank length":    {"     " + one[5:] + two, []outcome{{"one", 1, 0, []string{"record-length leader"}}, {"two", 2, size, nil}}},
		"terminator missing between": {one[:size-1] + two, []outcome{
			{"one", 1, 0, []string{"missing-record-terminator", "record-length leader"}}, {"two", 2, size - 1, nil}}},
		"terminator replaced by a line end": {one[:size-1] + "\n" + two, []outcome{
			{"one", 1, 0, []string{"missing-record-terminator", "record-length leader"}}, {"two", 2, size, []string{"junk-before-record"}}}},
		"terminator missing at the end": {one + two[:size-1], []outcome{
			{"one", 1, 0, nil}, {"two", 2, size, []string{"missing-record-terminator", "record-length leader"}}}},
		"terminator inside a field": {strings.Replace(one, "1\x1E\x1D", "\x1D\x1E\x1D", 1) + two, []outcome{
			{"one", 1, 0, []string{"control-character 245"}}, {"two", 2, size, nil}}},
		"truncated": {one + two[:40], []outcome{{"one", 1, 0, nil}, {"error no-directory", 2, size, nil}}},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(c.want, drain(t, NewISO2709Reader(strings.NewReader(c.in), Options{}))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			r := NewISO2709Reader(iotest.OneByteReader(strings.NewReader(c.in)), Options{})
			if d := cmp.Diff(c.want, drain(t, r)); d != "" {
				t.Errorf("byte by byte (-want +got):\n%s", d)
			}
		})
	}
}

func TestISO2709ReaderLimit(t *testing.T) {
	one := string(encode(t, small(control("001", "one"))))
	in := one + strings.Repeat("x", 1000) + "\x1D" + one
	want := []outcome{
		{"one", 1, 0, nil},
		{ID: "error too-large", Number: 2, Offset: int64(len(one))},
		{"one", 3, int64(len(one)) + 1001, nil},
	}
	got := drain(t, NewISO2709Reader(iotest.HalfReader(strings.NewReader(in)), Options{MaxRecord: 100}))
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReaderKeepsErrors(t *testing.T) {
	broken := errors.New("broken")
	for name, head := range map[string]string{"ISO 2709": string(encode(t, sample())), "MARCXML": MARCXMLHeader} {
		t.Run(name, func(t *testing.T) {
			r, err := NewReader(io.MultiReader(strings.NewReader(head+strings.Repeat(" ", sniffed)), iotest.ErrReader(broken)))
			if err != nil {
				t.Fatal(err)
			}
			for err == nil {
				_, err = r.Next()
			}
			if _, again := r.Next(); !errors.Is(err, broken) || !errors.Is(again, broken) {
				t.Errorf("errors %v and then %v, want %v", err, again, broken)
			}
		})
	}
}

func TestItemRaw(t *testing.T) {
	one, two := encode(t, small(control("001", "one"))), encode(t, sample())
	r := NewISO2709Reader(bytes.NewReader(append(bytes.Clone(one), two...)), Options{})
	for _, want := range [][]byte{one, two} {
		it, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(it.Raw, want) {
			t.Errorf("Raw is %q, want %q", it.Raw, want)
		}
	}
}

func compress(t *testing.T, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	for _, p := range parts {
		z := gzip.NewWriter(&b)
		if _, err := io.WriteString(z, p); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestNewReader(t *testing.T) {
	iso := string(encode(t, small(control("001", "one"))))
	xml := string(AppendMARCXMLDocument(nil, small(control("001", "one"))))
	for name, c := range map[string]struct {
		in   string
		want int
	}{
		"empty":                {"", 0},
		"ISO 2709":             {iso, 1},
		"ISO 2709 after lines": {"\r\n\r\n" + iso, 1},
		"MARCXML":              {xml, 1},
		"MARCXML with mark":    {"\xEF\xBB\xBF\n" + strings.TrimPrefix(xml, `<?xml version="1.0" encoding="UTF-8"?>`), 1},
		"gzip ISO 2709":        {compress(t, iso), 1},
		"gzip members":         {compress(t, iso[:10], iso[10:]+iso), 2},
		"gzip MARCXML":         {compress(t, xml), 1},
		"gzip of nothing":      {compress(t, ""), 0},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := NewReader(strings.NewReader(c.in))
			if err != nil {
				t.Fatal(err)
			}
			got := drain(t, r)
			if len(got) != c.want {
				t.Errorf("%d records, want %d: %v", len(got), c.want, got)
			}
			for _, o := range got {
				if o.ID != "one" {
					t.Errorf("read %v", o)
				}
			}
		})
	}
	for _, in := range []string{`{"json": true}`, "=LDR  00000cas a2200000 a 4500\n", compress(t, "text")} {
		if _, err := NewReader(strings.NewReader(in)); !errors.Is(err, ErrFormat) {
			t.Errorf("NewReader(%.20q): %v, want ErrFormat", in, err)
		}
	}
	if _, err := NewReader(strings.NewReader("\x1F\x8Bnonsense..")); err == nil {
		t.Error("a broken gzip header is taken")
	}
}
