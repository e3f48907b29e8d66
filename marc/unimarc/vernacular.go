package unimarc

import (
	"strings"
	"unicode"

	"issnd/marc"
)

// link is what the fields made of one MARC 21 field begin with: $6 with the
// number that it shares with its counterpart in another script, and $7 with
// the code of its own script.
type link struct {
	six, script string
	source      string // the MARC 21 $6
}

// linkOf is the link of a field that has a counterpart in an 880
// (MARC 21 Appendix A, $6: "880-02").
func (c *conversion) linkOf(f *marc.Field) (l link) {
	for _, s := range f.Subfields {
		if s.Code != '6' {
			continue
		}
		tag, number, _, ok := cutLink(s.Value)
		if !ok || tag != tag880 || number == "00" || l.six != "" {
			c.lose(f.Tag, '6', s.Value, badLink)
			continue
		}
		l.six, l.source = "a"+number, s.Value
	}
	return l
}

// cutLink takes a MARC 21 $6 apart: "245-02/(N" is 245, "02" and "(N".
func cutLink(s string) (tag marc.Tag, number, script string, ok bool) {
	if len(s) < 6 || s[3] != '-' || s[4] < '0' || s[4] > '9' || s[5] < '0' || s[5] > '9' {
		return tag, "", "", false
	}
	tag, number, s = marc.Tag([]byte(s[:3])), s[4:6], s[6:]
	if s, ok := strings.CutPrefix(s, "/"); ok {
		script, _, _ = strings.Cut(s, "/")
	}
	return tag, number, script, true
}

// vernacular writes an 880 as the field that it is linked to would be written.
func (c *conversion) vernacular(f *marc.Field) {
	tag, number, script, ok := cutLink(f.Get('6'))
	if !ok {
		c.loseField(f, badLink)
		return
	}
	if number != "00" {
		c.link.six, c.link.source = "a"+number, f.Get('6')
	}
	c.link.script = scriptCode(script, f)
	r := c.rules.find(tag)
	if r.writes() {
		c.loseRepeatedLinks(f)
	}
	c.linked(r, f)
}

func (c *conversion) loseRepeatedLinks(f *marc.Field) {
	first := true
	for s := range f.All('6') {
		if !first {
			c.lose(f.Tag, '6', s, badLink)
		}
		first = false
	}
}

// marcScripts are the scripts of MARC 21 $6 as UNIMARC $7 writes them. "$1",
// Chinese, Japanese and Korean, is told by the text.
var marcScripts = map[string]string{"(B": "ba", "(N": "ca", "(3": "fa", "(S": "ga", "(2": "ha"}

// unicodeScripts are the scripts of UNIMARC 100 $a/34-35 by what Unicode calls
// them. Kana and hangul stand before han because only they tell the language.
var unicodeScripts = []struct {
	code  string
	table *unicode.RangeTable
}{
	{"da", unicode.Hiragana}, {"da", unicode.Katakana}, {"ka", unicode.Hangul}, {"ea", unicode.Han},
	{"ca", unicode.Cyrillic}, {"fa", unicode.Arabic}, {"ga", unicode.Greek}, {"ha", unicode.Hebrew},
	{"ia", unicode.Thai}, {"ja", unicode.Devanagari}, {"la", unicode.Tamil}, {"ma", unicode.Georgian},
	{"mb", unicode.Armenian}, {"ba", unicode.Latin},
}

// scriptCode is the script of f for $7: the one that MARC 21 names, else the
// first of unicodeScripts that its text uses, else "zz", other.
func scriptCode(named string, f *marc.Field) string {
	if code := marcScripts[named]; code != "" {
		return code
	}
	for _, s := range unicodeScripts {
		for _, sub := range f.Subfields {
			if sub.Code < 'a' {
				continue
			}
			for _, r := range sub.Value {
				if unicode.Is(s.table, r) {
					return s.code
				}
			}
		}
	}
	return "zz"
}
