package store

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

// sets is sets of every shape with the numbers that are in them.
func sets() map[string][]uint16 {
	rng := rand.New(rand.NewPCG(1, 2))
	all := map[string][]uint16{"first": {0}, "last": {partSize - 1}, "run over words": nil, "two runs": {1, 2, 3, 60, 61, 62, 63, 64, 65}}
	for n := range 200 {
		all["run over words"] = append(all["run over words"], uint16(n+30))
	}
	for _, of := range []struct {
		name    string
		percent int
	}{{"full", 100}, {"dense", 97}, {"half", 50}, {"sparse", 2}} {
		for n := range partSize {
			if rng.IntN(100) < of.percent {
				all[of.name] = append(all[of.name], uint16(n))
			}
		}
	}
	return all
}

func TestPlaceSet(t *testing.T) {
	for name, ns := range sets() {
		t.Run(name, func(t *testing.T) {
			var s, again placeSet
			for _, n := range ns {
				s.add(n)
			}
			v := s.appendTo(nil)
			if err := again.read(v); err != nil || again != s {
				t.Fatalf("another set after reading, %v", err)
			}
			if limit := wordsLen + 8; len(v) > limit || len(v) > 8+3*len(ns) {
				t.Errorf("%d bytes for %d numbers", len(v), len(ns))
			}
			if n, err := placeCount(v); err != nil || n != uint64(len(ns)) || s.count() != n {
				t.Errorf("counts are %d, %d, %v, want %d", n, s.count(), err, len(ns))
			}
			for _, at := range []uint16{0, 1, 62, 63, 64, 65, 1000, partSize - 2, partSize - 1} {
				i, found := slices.BinarySearch(ns, at)
				if got := slices.Collect(s.from(at)); !slices.Equal(got, ns[i:]) {
					t.Errorf("from %d there are %d numbers, want %d", at, len(got), len(ns)-i)
				}
				if s.has(at) != found {
					t.Errorf("%d is in: %v", at, s.has(at))
				}
				if found {
					i++
				}
				if s.rank(at) != uint64(i) {
					t.Errorf("rank of %d is %d, want %d", at, s.rank(at), i)
				}
			}
			for range s.from(0) {
				break
			}
		})
	}
}

// FuzzPlaceSet verifies that what can be read is bounded and says the same
// when written again.
func FuzzPlaceSet(f *testing.F) {
	for _, ns := range sets() {
		var s placeSet
		for _, n := range ns {
			s.add(n)
		}
		f.Add(s.appendTo(nil))
	}
	f.Fuzz(func(t *testing.T, v []byte) {
		var s, again placeSet
		if s.read(v) != nil {
			return
		}
		w := s.appendTo(nil)
		if err := again.read(w); err != nil || s != again {
			t.Errorf("another set after writing %x as %x: %v", v, w, err)
		}
		if !bytes.Equal(again.appendTo(nil), w) {
			t.Error("written in two ways")
		}
	})
}
