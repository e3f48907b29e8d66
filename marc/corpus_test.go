package marc

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// shared is a file or folder of the collection of real records that
// ISSND_SHARED names. Without it the test is skipped.
func shared(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("ISSND_SHARED")
	if dir == "" {
		t.Skip("ISSND_SHARED names no folder of records")
	}
	return filepath.Join(dir, "corpus", name)
}

// Every serial is read; the clean ones are written byte for byte.
func TestCorpusSerials(t *testing.T) {
	file, err := os.Open(shared(t, "serials.mrc"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r, err := NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	n, clean := 0, 0
	for {
		it, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n++
		back, err := Unpack(AppendPacked(nil, it.Record))
		if err != nil {
			t.Fatal(err)
		}
		out, err := AppendISO2709(nil, back)
		if err != nil {
			t.Fatal(err)
		}
		if len(it.Problems) > 0 {
			continue
		}
		clean++
		want := bytes.Clone(it.Raw)
		copy(want[9:12], "a22")
		copy(want[20:24], "4500")
		if !bytes.Equal(out, want) {
			t.Errorf("record %d is not written as it was read", n)
		}
	}
	if n != 5121 || clean < 5000 {
		t.Errorf("%d records, %d of them clean", n, clean)
	}
}

var readByPerl = regexp.MustCompile(`^"?n=(\d+)`)

// Of each defective file at least as many records are read as two established
// readers do. The index tells how many those are.
func TestCorpusBad(t *testing.T) {
	index, err := os.ReadFile(shared(t, "bad/index.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(index)) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(columns) < 8 || columns[0] == "file" {
			continue
		}
		t.Run(columns[0], func(t *testing.T) {
			file, err := os.Open(shared(t, "bad/"+columns[0]))
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			r, err := NewReader(file)
			if err != nil {
				t.Fatal(err)
			}
			read, rejected := count(t, r)
			if read+rejected == 0 {
				t.Error("nothing was read or reported")
			}
			if want := readElsewhere(t, columns); read < want {
				t.Errorf("%d records, want %d", read, want)
			}
		})
	}
}

// readElsewhere is how many records the better of the two readers makes of
// the file, without those of no bytes at all. The index has none for XML.
func readElsewhere(t *testing.T, columns []string) int {
	all, err := strconv.Atoi(columns[4])
	if err != nil {
		t.Fatal(err)
	}
	if columns[3] != "mrc" {
		return 0
	}
	if strings.HasPrefix(columns[6], "rc=0") {
		return all
	}
	perl := 0
	if m := readByPerl.FindStringSubmatch(columns[7]); m != nil {
		perl, _ = strconv.Atoi(m[1])
	}
	return min(perl, all)
}

func count(t *testing.T, r Reader) (read, rejected int) {
	t.Helper()
	for {
		it, err := r.Next()
		var bad *RecordError
		switch {
		case err == io.EOF:
			return read, rejected
		case errors.As(err, &bad):
			rejected++
			if bad.Reason == "" || bad.Code == "" {
				t.Errorf("%v gives no reason", bad)
			}
		case err != nil:
			t.Fatal(err)
		default:
			read++
			if _, err := Unpack(AppendPacked(nil, it.Record)); err != nil {
				t.Error(err)
			}
		}
	}
}
