package marc

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func shared(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("ISSND_SHARED")
	if dir == "" {
		t.Skip("ISSND_SHARED names no folder of records")
	}
	return filepath.Join(dir, name)
}

func TestCorpusSerials(t *testing.T) {
	data, err := os.ReadFile(shared(t, "corpus/serials.mrc"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	n, clean := 0, 0
	codes := map[string]int{}
	for {
		it, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n++
		for _, p := range it.Problems {
			codes[p.Code]++
		}
		if len(it.Problems) == 0 {
			clean++
			out, err := AppendISO2709(nil, it.Record)
			if err != nil {
				t.Fatal(err)
			}
			want := bytes.Clone(it.Raw)
			want[9] = 'a'
			copy(want[10:12], "22")
			copy(want[20:23], "450")
			if want[23] != ' ' {
				want[23] = '0'
			}
			if !bytes.Equal(out, want) {
				t.Errorf("record %d is not written as it was read", n)
			}
		}
		u, err := Unpack(AppendPacked(nil, it.Record))
		if err != nil {
			t.Fatal(err)
		}
		_ = u
	}
	t.Log(n, clean, codes)
}

func TestCorpusBad(t *testing.T) {
	files, _ := filepath.Glob(shared(t, "corpus/bad/*"))
	for _, f := range files {
		if filepath.Ext(f) == ".tsv" {
			continue
		}
		in, err := os.Open(f)
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewReader(in)
		if err != nil {
			t.Log(filepath.Base(f), err)
			continue
		}
		n := 0
		codes := map[string]int{}
		for {
			it, err := r.Next()
			if err == io.EOF {
				break
			}
			var bad *RecordError
			if errors.As(err, &bad) {
				t.Log(filepath.Base(f), err)
				continue
			}
			if err != nil {
				t.Log(err)
				break
			}
			n++
			for _, p := range it.Problems {
				codes[p.Code]++
			}
		}
		t.Log(filepath.Base(f), n, codes)
	}
}
