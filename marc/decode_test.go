package marc

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// encode is r in ISO 2709.
func encode(t testing.TB, r *Record) []byte {
	t.Helper()
	b, err := AppendISO2709(nil, r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// raw puts together a record of directory and body as they are given, with
// the right lengths in the leader.
func raw(leader, directory, body string) []byte {
	b := []byte(leader + directory + "\x1E" + body + "\x1D")
	putDigits(b[0:5], len(b))
	putDigits(b[12:17], len(leader)+len(directory)+1)
	return b
}

func codes(problems []Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, strings.TrimSuffix(p.Code+" "+p.Field, " "))
	}
	return list
}

func small(fields ...Field) *Record {
	return &Record{Leader: leaderOf(serialLeader), Fields: fields}
}

func TestDecode(t *testing.T) {
	two := small(control("001", "x"), data("245", "10", "a", "Title"))
	good := encode(t, two)
	const directory = "001000200000" + "245001000002"
	const body = "x\x1E10\x1FaTitle\x1E"
	for name, c := range map[string]struct {
		in       []byte
		want     *Record
		problems []string
	}{
		"clean":     {good, two, nil},
		"no fields": {raw(serialLeader, "", ""), small(), nil},
		"wrong length": {
			append([]byte("99999"), good[5:]...), two, []string{"record-length leader"}},
		"no terminator": {
			good[:len(good)-1], two, []string{"missing-record-terminator", "record-length leader"}},
		"wrong base": {
			bytes.Replace(good, []byte("00049 a"), []byte("00099 a"), 1), two, []string{"base-address leader"}},
		"no end of the directory": {
			bytes.Replace(good, []byte("\x1Ex"), []byte("x"), 1), two, []string{"record-length leader", "base-address leader"}},
		"data in another order": {
			raw(serialLeader, "001000200010"+"245001000000", "10\x1FaTitle\x1Ex\x1E"), two, nil},
		"offsets off": {
			raw(serialLeader, "001000300000"+"245001100003", body), two, []string{"directory"}},
		"entry without digits": {
			raw(serialLeader, "001000200000"+"5000X1000002"+"245001000002", body), two, []string{"directory"}},
		"directory that lost a byte": {
			raw(serialLeader, "001000200000"+"24500100002"+"650000900012", body+" 0\x1FaTopc\x1E"),
			small(control("001", "x"), data("650", " 0", "a", "Topc")),
			[]string{"directory", "unreferenced-data"}},
		"entry past the data": {
			raw(serialLeader, directory+"500001000099", body), two, []string{"directory", "damaged", "directory 500"}},
		"entry of no length": {
			raw(serialLeader, directory+"500000000012", body), two, []string{"directory", "damaged", "directory 500"}},
		"unreferenced data": {
			raw(serialLeader, directory, body+"  \x1Fax\x1E"), two, []string{"unreferenced-data"}},
		"data not ended": {
			raw(serialLeader, directory, strings.TrimSuffix(body, "\x1E")), two, []string{"directory"}},
		"no delimiter": {
			raw(serialLeader, "245000800000", "10Title\x1E"),
			small(data("245", "10", "a", "Title")), []string{"indicators 245", "text-outside-subfield 245"}},
		"text without indicators": {
			raw(serialLeader, "245000900000", "Title\x1Fby\x1E"),
			small(data("245", "  ", "a", "Title", "b", "y")), []string{"indicators 245", "text-outside-subfield 245"}},
		"one indicator": {
			raw(serialLeader, "245000500000", "1\x1Fay\x1E"), small(data("245", "1 ", "a", "y")), []string{"indicators 245"}},
		"blank before the first subfield": {
			raw(serialLeader, "245000700000", "10 \x1Fay\x1E"), small(data("245", "10", "a", "y")), []string{"indicators 245"}},
		"empty subfield": {
			raw(serialLeader, "245000700000", "10\x1Fa\x1Fb\x1E"), small(data("245", "10", "a", "", "b", "")), nil},
		"subfield without code": {
			raw(serialLeader, "245000800000", "10\x1F\x1Fby\x1F\x1E"), small(data("245", "10", "b", "y")), []string{"subfield-code 245"}},
		"code of two bytes": {
			raw(serialLeader, "245000700000", "10\x1F\xC3\xA9y\x1E"), small(data("245", "10", "?", "éy")), []string{"subfield-code 245"}},
		"no subfields": {
			raw(serialLeader, "245000300000", "10\x1E"), small(Field{Tag: T("245"), Ind1: '1', Ind2: '0'}),
			[]string{"no-subfields 245"}},
		"control field with subfields": {
			raw(serialLeader, "003000600000", "  \x1Fay\x1E"), small(data("003", "  ", "a", "y")), []string{"subfields-in-control-field 003"}},
		"tag": {
			raw(serialLeader, "30-000600000", "  \x1Fay\x1E"), small(data("30-", "  ", "a", "y")), []string{"tag"}},
		"unreadable tag": {
			raw(serialLeader, "3\xFF0000600000", "  \x1Fay\x1E"), small(data("3?0", "  ", "a", "y")), []string{"tag"}},
		"control characters": {
			raw(serialLeader, "245001100000", "10\x1Fa\x00y\tz\r\n\x1E"), small(data("245", "10", "a", "y\tz\r\n")), []string{"control-character 245"}},
		"leader": {
			raw("00000c\x00s#a2200000 a 4500", "", ""), &Record{Leader: leaderOf("00000c s#a2200000 a 4500")}, []string{"leader leader"}},
	} {
		t.Run(name, func(t *testing.T) {
			before := bytes.Clone(c.in)
			got, problems, err := Decode(c.in)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(c.want, got, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("record (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.problems, codes(problems)); d != "" {
				t.Errorf("problems (-want +got):\n%s", d)
			}
			if !bytes.Equal(before, c.in) {
				t.Error("the input was changed")
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	for name, c := range map[string]struct{ in, code string }{
		"nothing":         {"", ErrorTooShort},
		"leader only":     {serialLeader + "\x1D", ErrorTooShort},
		"no directory":    {serialLeader + "001000200000x\x1D", ErrorDirectory},
		"no such entries": {serialLeader + "a directory?\x1Ex\x1E\x1D", ErrorEmpty},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := Decode([]byte(c.in))
			var bad *RecordError
			if !errors.As(err, &bad) {
				t.Fatalf("error %v, want a *RecordError", err)
			}
			if bad.Code != c.code || bad.Reason == "" || string(bad.Raw) != c.in {
				t.Errorf("code %q, reason %q, raw %q", bad.Code, bad.Reason, bad.Raw)
			}
		})
	}
}

func TestDecodeCharacters(t *testing.T) {
	const blank = "00000cas  2200000 a 4500"
	for name, c := range map[string]struct {
		leader, value, want string
		problems            []string
	}{
		"ASCII, undeclared":              {blank, "plain", "plain", nil},
		"UTF-8":                          {serialLeader, "étude", "étude", nil},
		"UTF-8, undeclared":              {blank, "étude", "étude", []string{"undeclared-utf8 leader"}},
		"MARC-8":                         {blank, "\xE2etude", "e\u0301tude", []string{"converted-marc8 245"}},
		"MARC-8, declared UTF-8":         {serialLeader, "\xE2etude \xB9 3", "e\u0301tude £ 3", []string{"converted-marc8 245"}},
		"MARC-8 by escapes":              {serialLeader, "\x1B(NvPQ\x1B(B", "Жпя", []string{"converted-marc8 245"}},
		"MARC-8, damaged":                {blank, "\xE2e\xC9\xE2e\xE2e\xE2a\xE2o", "e\u0301\uFFFDe\u0301e\u0301a\u0301o\u0301", []string{"converted-marc8 245", "damaged 245"}},
		"MARC-8, numeric references":     {blank, "\xE2e \xE2&#x03B1; &#x;", "e\u0301 α\u0301 &#x;", []string{"converted-marc8 245"}},
		"Windows-1252":                   {blank, "R\xE9sum\xE9 d'\xE9tude\xA0", "Résumé d'étude\u00A0", []string{"converted-windows1252 245"}},
		"Windows-1252, declared UTF-8":   {serialLeader, "journ\xE9e \x96", "journée –", []string{"converted-windows1252 245"}},
		"Windows-1252, undefined byte":   {serialLeader, "journ\xE9e \x81", "journée \uFFFD", []string{"converted-windows1252 245", "damaged 245"}},
		"UTF-8 with a byte that is none": {serialLeader, "étu\xFFde", "étu\uFFFDde", []string{"damaged 245"}},
		"stray escape":                   {serialLeader, "é\x1B!", "é!", []string{"control-character 245"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := small(data("245", "10", "a", "ASCII", "b", c.value), data("500", "  ", "a", "plain"))
			r.Leader = leaderOf(c.leader)
			in, err := AppendISO2709(nil, r)
			if err != nil {
				t.Fatal(err)
			}
			got, problems, err := Decode(in)
			if err != nil {
				t.Fatal(err)
			}
			if v := got.First(T("245")).Get('b'); v != c.want {
				t.Errorf("value %q, want %q", v, c.want)
			}
			if got.Leader[9] != 'a' {
				t.Errorf("leader/09 is %q", got.Leader[9])
			}
			if d := cmp.Diff(c.problems, codes(problems)); d != "" {
				t.Errorf("problems (-want +got):\n%s", d)
			}
		})
	}
}

// A record may hold fields in several encodings.
func TestDecodeMixedCharacters(t *testing.T) {
	r := small(data("245", "10", "a", "\xE2etude \xF0ca"), data("500", "  ", "a", "étude"), data("501", "  ", "a", "a"))
	r.Leader[9] = ' '
	got, problems, err := Decode(encode(t, r))
	if err != nil {
		t.Fatal(err)
	}
	want := small(data("245", "10", "a", "e\u0301tude c\u0327a"), data("500", "  ", "a", "étude"), data("501", "  ", "a", "a"))
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("record (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"converted-marc8 245", "undeclared-utf8 500"}, codes(problems)); d != "" {
		t.Errorf("problems (-want +got):\n%s", d)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	var r Record
	for i := range 700 {
		var tag Tag
		putDigits(tag[:], i+100)
		r.Fields = append(r.Fields, Field{Tag: tag, Ind1: ' ', Ind2: ' ', Value: "text"})
	}
	r.Fields = append(r.Fields, Field{Tag: T("900"), Value: "\x01"})
	_, problems, err := Decode(encode(t, &r))
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) > manyProblems+5 {
		t.Errorf("%d problems", len(problems))
	}
	if !slices.Contains(codes(problems), "control-character 900") {
		t.Error("a new kind of problem is not among them")
	}
}
