package unimarc

import (
	"strings"

	"issnd/marc"
)

// Terms of RDA content, media and carrier types, and their codes.
var (
	contentTerms = map[string]string{
		"text": "txt", "still image": "sti", "spoken word": "spw", "performed music": "prm",
		"two-dimensional moving image": "tdi", "three-dimensional moving image": "tdm",
		"computer dataset": "cod", "computer program": "cop", "cartographic image": "cri",
		"cartographic dataset": "crd", "notated music": "ntm", "sounds": "snd",
		"tactile text": "tct", "tactile image": "tci", "three-dimensional form": "tdf",
		"other": "xxx", "unspecified": "zzz",
	}
	mediaTerms = map[string]string{
		"unmediated": "n", "computer": "c", "microform": "h", "audio": "s", "video": "v",
		"projected": "g", "microscopic": "p", "stereographic": "e", "other": "x", "unspecified": "z",
	}
	carrierTerms = map[string]string{
		"volume": "nc", "sheet": "nb", "card": "no", "object": "nr", "roll": "na", "flipchart": "nn",
		"other unmediated carrier": "nz", "online resource": "cr", "computer disc": "cd",
		"computer disc cartridge": "ce", "computer card": "ck", "computer chip cartridge": "cb",
		"computer tape cartridge": "ca", "computer tape cassette": "cf", "computer tape reel": "ch",
		"other computer carrier": "cz", "microfilm reel": "hd", "microfilm cassette": "hf",
		"microfilm cartridge": "hb", "microfilm roll": "hj", "microfiche": "he", "microfiche cassette": "hh",
		"microopaque": "hg", "aperture card": "ha", "other microform carrier": "hz",
		"audiocassette": "ss", "audio disc": "sd", "videocassette": "vf", "videodisc": "vd",
		"slide": "gs", "unspecified": "zu",
	}
)

// contentType writes 336, 337 or 338: each code, or the code of each term that
// has none, in the subfield given; then $2. A term without a code stays one.
func contentType(terms map[string]string, code byte) func(*conversion, *rule, *marc.Field) {
	return func(c *conversion, r *rule, f *marc.Field) {
		c.open(r.target, ' ', ' ')
		for _, s := range f.Subfields {
			if s.Code == 'b' {
				c.add(code, s.Value)
			}
		}
		coded := len(c.slab) > c.start
		for _, s := range f.Subfields {
			switch s.Code {
			case 'a':
				c.addTerm(f, s.Value, terms[strings.ToLower(s.Value)], code, coded)
			case '2':
				c.add('2', s.Value)
			case 'b', '6':
			default:
				c.lose(f.Tag, s.Code, s.Value, noSubfield)
			}
		}
		c.close()
	}
}

// addTerm adds the code of a term of RDA, or the term. In a field that is
// coded it adds nothing, and reports a term whose code is not there.
func (c *conversion) addTerm(f *marc.Field, term, known string, code byte, coded bool) {
	switch {
	case known != "" && c.has(code, known):
	case coded:
		c.lose(f.Tag, 'a', term, noSubfield)
	case known != "":
		c.add(code, known)
	default:
		c.add(code, term)
	}
}
