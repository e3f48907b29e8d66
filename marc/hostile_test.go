package marc

import (
	"errors"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"
)

// endless repeats a text until the reader has given n bytes.
type endless struct {
	text string
	n    int
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.n <= 0 {
		return 0, io.EOF
	}
	got := 0
	for got < len(p) && got < e.n {
		c := copy(p[got:min(len(p), e.n)], e.text[e.at:])
		got += c
		e.at = (e.at + c) % len(e.text)
	}
	e.n -= got
	return got, nil
}

// TestHostileInput: input that never becomes a record, or that begins the same
// markup again and again, is read to its end in time that grows with its length
// and in memory that does not.
func TestHostileInput(t *testing.T) {
	const (
		size = DefaultMaxRecord + 3<<20
		most = 256 << 20
	)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	// What is held counts, and not what the collector may let lie.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(int64(before.Sys-before.HeapReleased) + most/2))
	for name, c := range map[string]struct{ begin, again string }{
		"text":                      {"<c>", "x"},
		"less-than signs":           {"<c>", "<"},
		"comments without end":      {"<c>", "<!--"},
		"one comment":               {"<c><!--", "x"},
		"CDATA without end":         {"<c>", "<![CDATA["},
		"instructions without end":  {"<c>", "<?a "},
		"instructions":              {"<c>", "<?a b?>"},
		"document types":            {"", "<!DOCTYPE a ["},
		"entities":                  {"<!DOCTYPE a [", "<!ENTITY a '&b;&b;'>"},
		"nesting":                   {"", "<a>"},
		"end tags":                  {"<c>", "</a>"},
		"brackets":                  {"<c>", "<a["},
		"quotes":                    {"<c>", `<a "<'" '<"' `},
		"names":                     {"<", "abc"},
		"a name without end in one": {"<c><record><leader>", "x"},
		"attributes":                {"<c><record ", `a="b" `},
		"a long attribute":          {`<c><record a="`, "x"},
		"references":                {"<c><record><leader>", "&#x41;"},
		"unknown entities":          {"<c>", "<record><leader>&e;</leader></record>"},
		"records in records":        {"<c>", "<record>"},
		"empty records":             {"<c>", "<record/>"},
		"subfields":                 {"<c><record><datafield tag='245'>", "<subfield code='a'>x</subfield>"},
		"fields":                    {"<c><record>", "<datafield tag='245'/>"},
		"record terminators":        {"00000nas a2200000 i 4500", "\x1d"},
		"directories":               {"00000nas a2200000 i 4500", "245000100000"},
		"delimiters":                {"00099nas a2200037 i 4500245000100000\x1e", "\x1fa"},
		"leaders":                   {"", "00024nas a2200024 i 4500"},
	} {
		t.Run(name, func(t *testing.T) {
			start := worked(t)
			r, err := NewReader(io.MultiReader(strings.NewReader(c.begin), &endless{text: c.again, n: size}))
			if err != nil {
				t.Fatal(err)
			}
			var bad *RecordError
			for {
				_, err := r.Next()
				if err == io.EOF {
					break
				}
				if err != nil && !errors.As(err, &bad) {
					t.Fatal(err)
				}
			}
			runtime.ReadMemStats(&after)
			if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > most {
				t.Errorf("the heap grew by %d MB", grown>>20)
			}
			// Reading again and again took minutes; a slow machine takes a second.
			if took := worked(t) - start; took > 30*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// worked is for how long this process has had processors, however many others
// wanted them too.
func worked(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
