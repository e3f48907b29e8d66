package unimarc

import "slices"

// languageCodes are the subfields of 101 by those of 041.
var languageCodes = map[byte]byte{
	'a': 'a', 'd': 'a', 'b': 'd', 'k': 'b', 'h': 'c', 'f': 'e', 'e': 'h', 'g': 'i', 'j': 'j',
}

// obsoleteLanguages are the codes of the MARC list that have been replaced.
var obsoleteLanguages = map[string]string{
	"ajm": "jrb", "cam": "khm", "esp": "epo", "eth": "gez", "far": "fao", "fri": "fry", "gae": "gla",
	"gag": "glg", "gal": "orm", "gua": "grn", "int": "ina", "iri": "gle", "kus": "kos", "lan": "oci",
	"lap": "smi", "max": "glv", "mla": "mlg", "mol": "rum", "sao": "smo", "scc": "srp", "scr": "hrv",
	"sho": "sna", "snh": "sin", "sso": "sot", "swz": "ssw", "tag": "tgl", "taj": "tgk", "tar": "tat",
	"tru": "chk", "tsw": "tsn",
}

// languages writes 101 from 041, or from 008/35-37 if 041 has no language of
// the text. A first indicator 1 without an original language does not make a
// translation.
func (c *conversion) languages(v string) {
	type coded struct {
		code byte
		lang string
	}
	var list []coded
	ind1, text := byte('0'), false
	for f := range c.in.Each(tag041) {
		if f.Ind2 == '7' {
			c.loseField(f, noField)
			continue
		}
		for _, s := range f.Subfields {
			to := languageCodes[s.Code]
			if to == 0 {
				c.lose(f.Tag, s.Code, s.Value, noSubfield)
				continue
			}
			if f.Ind1 == '1' && to == 'c' {
				ind1 = '1'
			}
			text = text || to == 'a'
			// Old records write several codes as one word, "engfre".
			rest := s.Value
			for ; len(rest) >= 3 && languageCode(rest[:3]); rest = rest[3:] {
				if l := (coded{to, currentLanguage(rest[:3])}); !slices.Contains(list, l) {
					list = append(list, l)
				}
			}
			if rest != "" {
				c.lose(f.Tag, s.Code, rest, noCode)
			}
		}
	}
	lang := v[35:38]
	if !text && languageCode(lang) {
		list = append([]coded{{'a', currentLanguage(lang)}}, list...)
	} else if !languageCode(lang) && codedIn(lang) {
		c.losePosition("008", "35-37", lang, noCode)
	}
	c.open(tagLanguage, ind1, ' ')
	for _, l := range list {
		c.add(l.code, l.lang)
	}
	c.close()
}

func currentLanguage(code string) string {
	if l, ok := obsoleteLanguages[code]; ok {
		return l
	}
	return code
}

// languageCode reports whether s looks like a code of the MARC list.
func languageCode(s string) bool {
	if len(s) != 3 {
		return false
	}
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}
