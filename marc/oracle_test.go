package marc

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/miku/marc21"
)

// TestOracle compares what we write with what an independent reader sees.
func TestOracle(t *testing.T) {
	for i, r := range append(serials(20), sample()) {
		got, err := readElse(encode(t, r))
		if err != nil {
			t.Fatalf("record %d: %v", i, err)
		}
		if d := cmp.Diff(r.Fields, got); d != "" {
			t.Errorf("record %d (-ours +theirs):\n%s", i, d)
		}
	}
}

// readElse reads one record with the other reader, which may panic.
func readElse(b []byte) (fields []Field, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	r, err := marc21.ReadRecord(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	for _, f := range r.Fields {
		switch f := f.(type) {
		case *marc21.ControlField:
			fields = append(fields, control(f.Tag, f.Data))
		case *marc21.DataField:
			field := Field{Tag: T(f.Tag), Ind1: f.Ind1, Ind2: f.Ind2}
			for _, s := range f.SubFields {
				field.Subfields = append(field.Subfields, Subfield{Code: s.Code, Value: s.Value})
			}
			fields = append(fields, field)
		}
	}
	return fields, nil
}
