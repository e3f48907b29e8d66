package generate_test

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/bench/generate"
	"issnd/issn"
	"issnd/marc"
)

const some = 4001 // not a whole number of blocks

func all(g *generate.Generator) []*marc.Record {
	recs := make([]*marc.Record, g.Len())
	for i := range recs {
		recs[i] = g.Record(i)
	}
	return recs
}

func TestDeterministic(t *testing.T) {
	a, b := generate.New(7, some), generate.New(7, some)
	for i := some - 1; i >= 0; i -= 97 {
		if d := cmp.Diff(a.Record(i), b.Record(i)); d != "" {
			t.Fatalf("record %d (-first +second):\n%s", i, d)
		}
	}
	var first, second bytes.Buffer
	for _, w := range []*bytes.Buffer{&first, &second} {
		n, err := a.WriteTo(w)
		if err != nil || n != int64(w.Len()) {
			t.Fatalf("wrote %d of %d bytes, error %v", n, w.Len(), err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same register, written twice, differs")
	}
}

func TestSeeds(t *testing.T) {
	a, b := generate.New(1, some), generate.New(2, some)
	same := 0
	for i := range some {
		if a.ISSN(i) == b.ISSN(i) {
			same++
		}
	}
	if same > some/100 {
		t.Errorf("%d of %d numbers are the same for two seeds", same, some)
	}
}

func TestNumbersAreDistinct(t *testing.T) {
	if testing.Short() {
		t.Skip("goes through all numbers")
	}
	g := generate.New(3, generate.Max)
	seen := make([]bool, generate.Max+1)
	for i := range generate.Max {
		n := g.ISSN(i).Number()
		if seen[n] {
			t.Fatalf("number %07d comes twice, again as that of record %d", n, i)
		}
		seen[n] = true
	}
}

func TestOutOfRange(t *testing.T) {
	g := generate.New(1, 10)
	for _, i := range []int{-1, 10} {
		if g.Record(i) != nil || !g.ISSN(i).IsZero() {
			t.Errorf("there is a record %d", i)
		}
	}
	if got := generate.New(1, -1).Len(); got != 0 {
		t.Errorf("a register of -1 records has %d", got)
	}
	if got := generate.New(1, generate.Max+1).Len(); got != generate.Max {
		t.Errorf("a register of too many records has %d", got)
	}
}

func TestControlFields(t *testing.T) {
	g := generate.New(1, some)
	for i, r := range all(g) {
		id := g.ISSN(i).String()
		if r.Control(marc.T("001")) != id || r.First(marc.T("022")).Get('a') != id {
			t.Errorf("record %d is not %s in 001 and 022", i, id)
		}
		if v := r.Control(marc.T("008")); len(v) != 40 {
			t.Errorf("record %d: 008 has %d bytes: %q", i, len(v), v)
		}
		for k := 1; k < len(r.Fields); k++ {
			if bytes.Compare(r.Fields[k-1].Tag[:], r.Fields[k].Tag[:]) > 0 {
				t.Errorf("record %d: %s comes after %s", i, r.Fields[k].Tag, r.Fields[k-1].Tag)
			}
		}
	}
}

// Whatever is named is a record of the register, and 776 and 780/785 are
// there in both directions.
func TestLinks(t *testing.T) {
	g := generate.New(1, some)
	recs := map[string]*marc.Record{}
	for i, r := range all(g) {
		recs[g.ISSN(i).String()] = r
	}
	inverse := map[string]string{"776": "776", "780": "785", "785": "780"}
	links := 0
	for id, r := range recs {
		for i := range r.Fields {
			f := &r.Fields[i]
			for _, s := range f.Subfields {
				if !names(f.Tag.String(), s.Code) {
					continue
				}
				other := recs[s.Value]
				if _, err := issn.Parse(s.Value); err != nil || other == nil {
					t.Errorf("%s: %s $%c %q names no record, %v", id, f.Tag, s.Code, s.Value, err)
					continue
				}
				if back := inverse[f.Tag.String()]; back != "" {
					links++
					if o := other.First(marc.T(back)); o == nil || !named(other, back, id) {
						t.Errorf("%s: %s names %s, which has no %s back", id, f.Tag, s.Value, back)
					}
				}
			}
		}
	}
	if links < some/3 {
		t.Errorf("%d records have only %d links", some, links)
	}
}

func names(tag string, code byte) bool {
	switch tag {
	case "022":
		return bytes.IndexByte([]byte("alvz"), code) >= 0
	case "023", "920":
		return code == 'a'
	case "776", "780", "785":
		return code == 'x'
	}
	return false
}

func named(r *marc.Record, tag, id string) bool {
	for f := range r.Each(marc.T(tag)) {
		if f.Get('x') == id {
			return true
		}
	}
	return false
}

// A cancelled number and its replacement name each other.
func TestReplacements(t *testing.T) {
	g := generate.New(1, some)
	recs := map[string]*marc.Record{}
	for i, r := range all(g) {
		recs[g.ISSN(i).String()] = r
	}
	cancelled := 0
	for id, r := range recs {
		by := r.First(marc.T("022")).Get('v')
		if by == "" {
			continue
		}
		cancelled++
		if got := recs[by].First(marc.T("022")).Get('z'); got != id {
			t.Errorf("%s is replaced by %s, which has %q as the cancelled one", id, by, got)
		}
	}
	if cancelled == 0 {
		t.Error("nothing is cancelled")
	}
}

// The register has about the shape of the real one.
func TestShape(t *testing.T) {
	g := generate.New(1, 20_000)
	count := map[string]int{}
	bytesIn, fields, subfields := 0, 0, 0
	var buf []byte
	for i := range g.Len() {
		r := g.Record(i)
		var err error
		if buf, err = marc.AppendISO2709(buf[:0], r); err != nil {
			t.Fatal(err)
		}
		if len(buf) < 200 || len(buf) > 2600 {
			t.Errorf("record %d has %d bytes", i, len(buf))
		}
		bytesIn += len(buf)
		fields += len(r.Fields)
		for k := range r.Fields {
			subfields += len(r.Fields[k].Subfields)
		}
		count[r.First(marc.T("699")).Get('8')]++
		for _, tag := range []string{"880", "920", "950", "776", "785"} {
			if r.First(marc.T(tag)) != nil {
				count[tag]++
			}
		}
		if f := r.First(marc.T("245")); f != nil && bytes.Contains([]byte(f.Get('a')), []byte("ournal")) {
			count["journal"]++
		}
	}
	n := g.Len()
	for _, c := range []struct {
		what     string
		got      int
		min, max float64
	}{
		{"bytes", bytesIn, 1000, 1250},
		{"fields", fields, 22, 26},
		{"subfields", subfields, 32, 42},
		{"confirmed", count["Register"], 0.93, 0.97},
		{"provisional", count["Provisional"], 0.005, 0.03},
		{"legacy", count["Legacy"], 0.005, 0.03},
		{"cancelled", count["Cancelled"], 0.003, 0.02},
		{"suppressed", count["Suppressed"], 0.003, 0.02},
		{"unreported", count["Unreported"], 0.003, 0.02},
		{"original script", count["880"], 0.04, 0.06},
		{"kept by an archive", count["920"], 0.03, 0.05},
		{"open access", count["950"], 0.02, 0.04},
		{"other medium", count["776"], 0.3, 0.6},
		{"continued", count["785"], 0.08, 0.25},
		{"with journal in the title", count["journal"], 0.17, 0.25},
	} {
		if per := float64(c.got) / float64(n); per < c.min || per > c.max {
			t.Errorf("%s per record: %.3f, not from %g to %g", c.what, per, c.min, c.max)
		}
	}
}

// Two records have no random number in common.
func TestIndependence(t *testing.T) {
	seen := map[string]int{}
	for i, r := range all(generate.New(1, some)) {
		v := r.Control(marc.T("005"))
		if seen[v]++; seen[v] > 1 {
			t.Errorf("record %d: 005 %s again", i, v)
		}
	}
}

func TestISO2709(t *testing.T) {
	g := generate.New(1, some)
	for i, r := range all(g) {
		raw, err := marc.AppendISO2709(nil, r)
		if err != nil {
			t.Fatal(err)
		}
		got, problems, err := marc.Decode(raw)
		if err != nil || len(problems) > 0 {
			t.Fatalf("record %d: %v, problems %v", i, err, problems)
		}
		if !reflect.DeepEqual(r.Fields, got.Fields) { // cmp is slow with as many values
			t.Fatalf("record %d (-want +got):\n%s", i, cmp.Diff(r.Fields, got.Fields))
		}
	}
}

type full struct{}

var errFull = errors.New("full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteError(t *testing.T) {
	if _, err := generate.New(1, 10).WriteTo(full{}); !errors.Is(err, errFull) {
		t.Errorf("error is %v", err)
	}
}

func BenchmarkWriteTo(b *testing.B) {
	b.ReportAllocs()
	n, err := generate.New(1, b.N).WriteTo(discard{})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(n / int64(b.N))
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
