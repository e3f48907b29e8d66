package marc

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// FuzzDecode: what can be read is written and read again as the same record
// without a problem but those that are in the data for good.
func FuzzDecode(f *testing.F) {
	f.Add(encode(f, sample()))
	f.Add(encode(f, small(data("245", "00", "a", "\xE2etude \x1B(NvUR\x1B(B"))))
	f.Add(raw(serialLeader, "001000300000"+"245001100003", "x\x1E10\x1FaTitle\x1E"))
	f.Add(raw(serialLeader, "24500740000x"+"2450007000", "10Title\x1E\x1E\x1F\x1F"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, _, err := Decode(b)
		var bad *RecordError
		if err != nil {
			if !errors.As(err, &bad) {
				t.Fatalf("error %v is no *RecordError", err)
			}
			return
		}
		out, err := AppendISO2709(nil, r)
		var size *SizeError
		if errors.As(err, &size) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		again, problems, err := Decode(out)
		if err != nil {
			t.Fatal(err)
		}
		r.Leader, again.Leader = Leader{}, Leader{} // the writer has its own 10-11 and 20-23
		if d := cmp.Diff(r, again, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("(-first +second):\n%s", d)
		}
		for _, p := range problems {
			switch p.Code {
			case ProblemTag, ProblemSubfieldCode, ProblemNoSubfields, ProblemControlSubfields, ProblemControlCharacter:
			default:
				t.Errorf("a record of ours has the problem %v", p)
			}
		}
	})
}

// FuzzXML: the reader ends, and what it read is written and read again as the
// same record.
func FuzzXML(f *testing.F) {
	f.Add(AppendMARCXMLDocument(nil, sample()))
	f.Add([]byte("<c>" + xmlRecord("a & b", "<x>") + xmlRecord("b", "<![CDATA[x]]>") + "</d>"))
	f.Add([]byte("<!DOCTYPE c [<!ENTITY e 'x'>]><record><leader/><datafield tag='245'>x&#xFFFF;&e;"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := NewXMLReader(bytes.NewReader(b), Options{MaxRecord: 1 << 12})
		for range len(b) + 2 {
			it, err := r.Next()
			if err == io.EOF {
				return
			}
			var bad *RecordError
			if errors.As(err, &bad) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			again, err := NewXMLReader(bytes.NewReader(AppendMARCXMLDocument(nil, it.Record)), Options{}).Next()
			if err != nil {
				t.Fatal(err)
			}
			want := *it.Record
			want.Leader, again.Record.Leader = Leader{}, Leader{} // the writer maps it to the schema
			if d := cmp.Diff(ordered(&want), again.Record, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("(-first +second):\n%s", d)
			}
		}
		t.Fatal("no end")
	})
}

// ordered is r with control fields before data fields, as MARCXML has them.
func ordered(r *Record) *Record {
	o := &Record{Leader: r.Leader}
	for _, f := range r.Fields {
		if f.Tag.Control() && len(f.Subfields) == 0 {
			o.Fields = append(o.Fields, f)
		}
	}
	for _, f := range r.Fields {
		if !f.Tag.Control() || len(f.Subfields) > 0 {
			o.Fields = append(o.Fields, f)
		}
	}
	return o
}
