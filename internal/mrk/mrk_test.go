package mrk_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/mrk"
	"issnd/marc"
)

const one = `=LDR  00000cas\a2200000\i\4500
=001  1234-5679
=008  010203c20019999xx\\\{bsol}
=245  10$aA {lcub}b{rcub} costs 5{dollar} \o/ :$b$cX{lf}Y
=500  \\

`

func TestParse(t *testing.T) {
	got, err := mrk.Parse(strings.NewReader(one))
	if err != nil {
		t.Fatal(err)
	}
	want := []*marc.Record{{
		Leader: marc.Leader([]byte("00000cas a2200000 i 4500")),
		Fields: []marc.Field{
			{Tag: marc.T("001"), Value: "1234-5679"},
			{Tag: marc.T("008"), Value: `010203c20019999xx   \`},
			{Tag: marc.T("245"), Ind1: '1', Ind2: '0', Subfields: []marc.Subfield{
				{Code: 'a', Value: `A {b} costs 5$ \o/ :`}, {Code: 'b'}, {Code: 'c', Value: "X\nY"},
			}},
			{Tag: marc.T("500"), Ind1: ' ', Ind2: ' '},
		},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if d := cmp.Diff(one, string(mrk.Append(nil, got[0]))); d != "" {
		t.Errorf("written again (-want +got):\n%s", d)
	}
}

func TestParseSeveral(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want int
	}{
		"nothing":                  {"", 0},
		"empty lines":              {"\n\n\n", 0},
		"two":                      {one + one, 2},
		"extra empty lines":        {"\n" + one + "\n\n" + one, 2},
		"no empty line at the end": {strings.TrimSpace(one), 1},
		"CR LF":                    {strings.ReplaceAll(one+one, "\n", "\r\n"), 2},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := mrk.Parse(strings.NewReader(c.in))
			if err != nil || len(got) != c.want {
				t.Errorf("got %d records, error %v; want %d", len(got), err, c.want)
			}
		})
	}
}

func TestParseError(t *testing.T) {
	const leader = "=LDR  00000cas\\a2200000\\i\\4500\n"
	for name, c := range map[string]struct{ in, want string }{
		"text":              {"hello", "line 1: "},
		"one space":         {leader + "=245 10$aX", "line 2: "},
		"no leader":         {"=001  x", "leader"},
		"short leader":      {`=LDR  00000cas\a22`, "24 bytes"},
		"two leaders":       {leader + leader, "line 2: an empty line"},
		"one indicator":     {leader + "=245  1$aX", "indicators"},
		"text before $":     {leader + "=245  10X$aX", "indicators"},
		"no code":           {leader + "=245  10$", "subfield"},
		"code not ASCII":    {leader + "=245  10$é", "subfield"},
		"blank code":        {leader + "=245  10$ a", "subfield"},
		"unknown mnemonic":  {leader + "=245  10$a{eacute}", "mnemonic"},
		"open mnemonic":     {leader + "=245  10$a{dollar", "mnemonic"},
		"brace":             {leader + "=245  10$a}", "mnemonic"},
		"not UTF-8":         {leader + "=245  10$a\xff", "UTF-8"},
		"tag of two blanks": {leader + "=2    10$a", "tag"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := mrk.Parse(strings.NewReader(c.in))
			if err == nil || !strings.Contains(err.Error(), c.want) || got != nil {
				t.Errorf("got %v, error %v; want an error with %q", got, err, c.want)
			}
		})
	}
}

// What Parse accepts survives Append and Parse.
func FuzzParse(f *testing.F) {
	f.Add([]byte(one))
	f.Add([]byte("=LDR  00000cas\\a2200000\\i\\4500\n=9{}  {bsol}\\$a"))
	f.Fuzz(func(t *testing.T, in []byte) {
		recs, err := mrk.Parse(bytes.NewReader(in))
		if err != nil {
			return
		}
		var text []byte
		for _, r := range recs {
			text = mrk.Append(text, r)
		}
		again, err := mrk.Parse(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("%v in what Append wrote:\n%s", err, text)
		}
		if d := cmp.Diff(recs, again); d != "" {
			t.Errorf("round trip (-want +got):\n%s", d)
		}
	})
}
