package marc

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// leaderOf is a leader as readers leave it.
func leaderOf(s string) (l Leader) {
	copy(l[:], s)
	return l
}

const serialLeader = "00000cas a2200000 a 4500"

// data makes a data field of indicators and alternating codes and values.
func data(tag, indicators string, subfields ...string) Field {
	f := Field{Tag: T(tag), Ind1: indicators[0], Ind2: indicators[1]}
	for i := 0; i < len(subfields); i += 2 {
		f.Subfields = append(f.Subfields, Subfield{Code: subfields[i][0], Value: subfields[i+1]})
	}
	return f
}

func control(tag, value string) Field { return Field{Tag: T(tag), Value: value} }

// sample is a serial in which everything is in order.
func sample() *Record {
	return &Record{
		Leader: leaderOf(serialLeader),
		Fields: []Field{
			control("001", "000000019"),
			control("005", "20240131120000.0"),
			control("008", "850411c19739999xxkqr p       0   a0eng  "),
			data("022", "0 ", "a", "2049-3630", "l", "2049-3630", "2", "02"),
			data("040", "  ", "a", "Uk", "b", "eng", "d", ""),
			data("222", " 0", "a", "Annales d'étude", "b", "(Online)"),
			data("245", "00", "a", "Annales d'étude & <recherche> :", "b", "журнал 雑誌 𝄞."),
			data("362", "1 ", "a", "Began with \"no. 1\""),
			data("362", "1 ", "a", ""),
			data("856", "40", "u", "https://example.org/?a=1&b=2"),
		},
	}
}

func TestAccessors(t *testing.T) {
	r := sample()
	if got := r.Control(T("001")); got != "000000019" {
		t.Errorf("Control(001) = %q", got)
	}
	if got := r.Control(T("003")); got != "" {
		t.Errorf("Control(003) = %q, want nothing", got)
	}
	if f := r.First(T("246")); f != nil {
		t.Errorf("First(246) = %v, want nil", f)
	}
	if got := r.First(T("022")).Get('l'); got != "2049-3630" {
		t.Errorf("022 $l = %q", got)
	}
	n := 0
	for range r.Each(T("362")) {
		n++
	}
	if n != 2 {
		t.Errorf("%d fields 362, want 2", n)
	}
	var values []string
	for v := range r.First(T("222")).All('b') {
		values = append(values, v)
	}
	if d := cmp.Diff([]string{"(Online)"}, values); d != "" {
		t.Errorf("222 $b (-want +got):\n%s", d)
	}
	for pos, want := range map[int]byte{-1: ' ', 6: 'c', 39: ' ', 40: ' '} {
		if got := Code(r.Control(T("008")), pos); got != want {
			t.Errorf("Code(008, %d) = %q, want %q", pos, got, want)
		}
	}
}

func TestLinked(t *testing.T) {
	for _, tt := range []struct {
		field Field
		want  string
	}{
		{data("880", "  ", "6", "245-01/(N", "a", "Природа"), "245"},
		{data("880", "  ", "a", "Природа", "6", "901-00"), "901"},
		{data("880", "  ", "6", "abc-01", "a", "Природа"), "880"},
		{data("880", "  ", "6", "24", "a", "Природа"), "880"},
		{data("880", "  ", "a", "Природа"), "880"},
		{data("245", "  ", "6", "880-01", "a", "Priroda"), "245"},
	} {
		if got := tt.field.Linked(); got != T(tt.want) {
			t.Errorf("%v is linked to %s, want %s", tt.field, got, tt.want)
		}
	}
}

// serials makes n different records of the size real ones have.
func serials(n int) []*Record {
	records := make([]*Record, n)
	for i := range records {
		r := sample()
		r.Fields[0].Value = fmt.Sprintf("%09d", i)
		for k := range 20 {
			r.Fields = append(r.Fields, data("776", "08", "i", "Print version:",
				"t", fmt.Sprintf("Bulletin of the society for the history of serials, series %d", k),
				"d", "London : Society, 1973-", "x", "0000-0019", "w", fmt.Sprintf("(OCoLC)%08d", i*k)))
		}
		records[i] = r
	}
	return records
}
