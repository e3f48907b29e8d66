package crosswalk

import (
	"issnd/codes"
	"issnd/rdf"
)

// codeTable is the IRIs of a list of one-letter MARC codes by code, "" where a
// code says nothing.
type codeTable [128]string

// codeTables is what the profile makes of positions of leader and 008.
type codeTables struct {
	material   codeTable // leader/06
	status     codeTable // 008/06
	regularity codeTable // 008/19
	original   codeTable // 008/22
	form       codeTable // 008/23
	alphabet   codeTable // 008/33
}

func (t *codeTables) prepare() {
	for c := byte('a'); c <= 'z'; c++ {
		t.material[c] = nsTerms + "formofmaterial#" + string(rune(c))
		t.status[c] = nsTerms + "alltyp#" + string(rune(c))
	}
	t.regularity.prepare("continuingreg#", codes.Regularity)
	t.original.prepare("continuingori#", codes.FormOfOriginal)
	t.form.prepare("commonfor#", codes.FormOfItem)
	t.alphabet.prepare("continuingscr#23", codes.Alphabet)
}

// prepare takes the codes of a list but for the blank.
func (t *codeTable) prepare(vocabulary string, list codes.List) {
	for c := range list.All() {
		if c != ' ' {
			t[c] = nsTerms + vocabulary + string(rune(c))
		}
	}
}

// get is the IRI of a code, or "".
func (t *codeTable) get(code byte) string {
	if int(code) >= len(t) {
		return ""
	}
	return t[code]
}

// prepareFrequencies makes the values of dct:accrualPeriodicity by 008/18
// (profile §2.14): a term of the DCMI vocabulary, or a word where it has none.
func (p *Profile) prepareFrequencies() {
	for c := range codes.Frequency.All() {
		if term := codes.Frequency.Value(c); term != "" {
			p.frequencies[c] = rdf.IRI(nsFrequencies + term)
		}
	}
	p.frequencies['#'] = p.frequencies[' ']
	p.frequencies['u'] = rdf.Literal("unknown")
	p.frequencies['|'] = rdf.Literal("unknown")
	p.frequencies['z'] = rdf.Literal("other")
}

// country is a country IRI of either code list with its label.
type country struct{ term, label rdf.Term }

// placeTables is the countries by MARC code and by ISO 3166 code.
type placeTables struct {
	byMARC map[string]placeEntry
	byISO  [26][26]*country
}

// placeEntry is a country in the MARC list and the one of ISO 3166 that it
// belongs to, which may be nil.
type placeEntry struct{ marc, iso *country }

func (t *placeTables) prepare() {
	t.byMARC = map[string]placeEntry{}
	for c := range codes.Countries() {
		e := placeEntry{marc: &country{rdf.IRI(nsCountries + c.Code), rdf.Literal(c.Label)}}
		if s, ok := codes.LookupState(c.ISO); ok {
			of := &t.byISO[s.Code[0]-'A'][s.Code[1]-'A']
			if *of == nil {
				*of = &country{rdf.IRI(nsISO3166 + s.Code), rdf.Literal(s.Upper)}
			}
			e.iso = *of
		}
		t.byMARC[c.Code] = e
	}
}

// iso is the country with an ISO 3166 alpha-2 code in letters of either case,
// or nil.
func (t *placeTables) iso(code string) *country {
	if len(code) != 2 {
		return nil
	}
	a, b := code[0]|0x20-'a', code[1]|0x20-'a'
	if a >= 26 || b >= 26 {
		return nil
	}
	return t.byISO[a][b]
}
