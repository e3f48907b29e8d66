package deflate

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// compress writes a text in parts of the size.
func compress(t testing.TB, w *Writer, text []byte, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	w.Reset(&out)
	for p := text; len(p) > 0; p = p[min(len(p), size):] {
		if n, err := w.Write(p[:min(len(p), size)]); err != nil || n != min(len(p), size) {
			t.Fatalf("wrote %d, %v", n, err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// verify unpacks a member, which has the sum and the length of the text, and
// compares the text.
func verify(t testing.TB, member, want []byte) {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(member))
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("%d bytes come back as %d others", len(want), len(got))
	}
}

// triples is text like that of records in N-Triples.
func triples(records int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("journal of Zeitschrift für études serials вестник науки 学報 archives the annals bulletin")
	var b bytes.Buffer
	for i := range records {
		subject := fmt.Sprintf("<http://issn.example/resource/ISSN/%08d>", 1000*i)
		for p := range 20 {
			object := fmt.Sprintf("<http://vocabulary.example/terms/%d>", r.IntN(5))
			if p%3 == 0 {
				object = fmt.Sprintf("%q", words[r.IntN(len(words))]+" "+words[r.IntN(len(words))])
			}
			fmt.Fprintf(&b, "%s <http://vocabulary.example/elements/property%d> %s .\n", subject, p, object)
		}
	}
	return b.Bytes()
}

func random(n int) []byte {
	r := rand.New(rand.NewPCG(3, 4))
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

// texts has what the finder, its window and the codes have edges for.
func texts() map[string][]byte {
	m := map[string][]byte{
		"nothing": nil, "a byte": {'a'}, "a line break": {'\n'}, "spaces": []byte(strings.Repeat(" ", 1000)),
		"one long field": bytes.Repeat([]byte{'x'}, mostText), "no lines": bytes.Repeat([]byte("a b "), mostText),
		"every byte": nil, "triples": triples(3000), "random": random(3 * mostText),
		"longer than what is held": triples(200)[:mostAhead+1],
		"far back":                 append(append(triples(1), random(window-100)...), triples(1)...),
		"too far back":             append(append(triples(1), random(window)...), triples(1)...),
	}
	for c := range 256 {
		m["every byte"] = append(m["every byte"], byte(c))
	}
	for n := 1; n < 3*maxMatch; n++ { // every length, twice
		m["lengths"] = fmt.Appendf(m["lengths"], "%[1]s p %[1]s\n", random(n))
	}
	return m
}

func TestRoundTrip(t *testing.T) {
	w := new(Writer)
	for name, text := range texts() {
		t.Run(name, func(t *testing.T) {
			for _, size := range []int{max(len(text), 1), 100, piece, piece + 77} {
				member := compress(t, w, text, size)
				verify(t, member, text)
				if most := len(text)*9/8 + 32; len(member) > most {
					t.Errorf("%d bytes became %d, more than %d", len(text), len(member), most)
				}
				if again := compress(t, new(Writer), text, size); !bytes.Equal(again, member) {
					t.Errorf("written again, in parts of %d, the bytes are others", size)
				}
			}
		})
	}
}

func TestLinesBecomeShort(t *testing.T) {
	text := triples(2000)
	if got := len(compress(t, new(Writer), text, piece)); got > len(text)/10 {
		t.Errorf("%d bytes became %d", len(text), got)
	}
}

// TestSymbols compares symbols with the tables of RFC 1951 §3.2.5, written as
// the first length and distance of each symbol.
func TestSymbols(t *testing.T) {
	lengths := []int{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258}
	for n, s := minMatch, 0; n <= maxMatch; n++ {
		if s+1 < len(lengths) && n == lengths[s+1] {
			s++
		}
		if got, extra, _ := lengthSymbol(n - minMatch); got != s || int(extra) != n-lengths[s] {
			t.Errorf("length %d: symbol %d and %d, want %d and %d", n, got, extra, s, n-lengths[s])
		}
	}
	from := []int{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577}
	for d, s := 1, 0; d <= window; d++ {
		if s+1 < len(from) && d == from[s+1] {
			s++
		}
		if got, extra, _ := distanceSymbol(uint32(d - 1)); got != s || int(extra) != d-from[s] {
			t.Fatalf("distance %d: symbol %d and %d, want %d and %d", d, got, extra, s, d-from[s])
		}
	}
}

var errFull = errors.New("no space left")

// full takes so many bytes and no more.
type full int

func (f *full) Write(p []byte) (int, error) {
	if *f -= full(len(p)); *f < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestErrorsOfTheWriterBelow(t *testing.T) {
	text := random(4 * piece)
	for _, room := range []full{0, piece, 4 * piece} {
		w := new(Writer)
		w.Reset(&room)
		_, err := w.Write(text)
		if err == nil {
			err = w.Close()
		}
		if !errors.Is(err, errFull) {
			t.Errorf("error %v", err)
		}
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte("<s> <p> \"o\" .\n<s> <p> \"o\" .\n"), uint16(7), uint8(3))
	f.Add(triples(3), uint16(100), uint8(40))
	f.Add([]byte(" \n \n\n  a"), uint16(1), uint8(0))
	f.Fuzz(func(t *testing.T, text []byte, size uint16, times uint8) {
		text = bytes.Repeat(text, int(times)+1)
		verify(t, compress(t, new(Writer), text, int(size)+1), text)
	})
}

func BenchmarkTriples(b *testing.B) {
	text := triples(5000)
	w := new(Writer)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		w.Reset(io.Discard)
		_, _ = w.Write(text)
		_ = w.Close()
	}
}
