package unimarc

import (
	"strings"

	"issnd/marc"
)

// rule says what becomes of the data fields with one MARC 21 tag.
type rule struct {
	tag       string    // MARC 21
	to        string    // UNIMARC; "" if the field has no place there
	ind1      indicator // of the UNIMARC field; zero: blank
	ind2      indicator
	subs      string // "a b:e": $a stays $a, $b becomes $e; others are lost
	join      bool   // all text becomes one $a, in order
	isbd      bool   // subfields may end in ISBD marks
	nonfiling int    // the MARC 21 indicator, 1 or 2, that counts nonfiling characters of $a
	assembled bool   // read elsewhere, together with other fields
	why       string // the reason to report if to is ""
	do        func(*conversion, *rule, *marc.Field)

	target marc.Tag
	codes  [256]byte
}

// writes reports whether the fields with the tag become fields of their own.
func (r *rule) writes() bool { return r != nil && (r.to != "" || r.do != nil) }

// indicator says where an indicator comes from.
type indicator struct {
	from  int    // the MARC 21 indicator, 1 or 2, or 0 for none
	pairs string // "2>0 3>1"
	other byte   // what all other values become; 0: themselves if there are no pairs, else blank
}

func fixed(c byte) indicator                  { return indicator{other: c} }
func copied(from int) indicator               { return indicator{from: from} }
func mapped(from int, pairs string) indicator { return indicator{from: from, pairs: pairs} }

// or is the same with another value than blank for what has no pair.
func (i indicator) or(other byte) indicator {
	i.other = other
	return i
}

func (i indicator) of(f *marc.Field) byte {
	var v byte
	switch i.from {
	case 1:
		v = f.Ind1
	case 2:
		v = f.Ind2
	}
	for p := 0; v != 0 && p+2 < len(i.pairs); p += 4 {
		if i.pairs[p] == v {
			return i.pairs[p+2]
		}
	}
	switch {
	case i.other != 0:
		return i.other
	case i.from != 0 && i.pairs == "" && v > ' ' && v < 0x7F:
		return v
	}
	return ' '
}

// ruleTable finds the rule of a tag.
type ruleTable struct {
	rules []rule
	index [1000]uint16 // place in rules plus one
}

// find is the rule for a tag, or nil.
func (t *ruleTable) find(tag marc.Tag) *rule {
	if !numeric(tag) {
		return nil
	}
	i := t.index[int(tag[0]-'0')*100+int(tag[1]-'0')*10+int(tag[2]-'0')]
	if i == 0 {
		return nil
	}
	return &t.rules[i-1]
}

func numeric(t marc.Tag) bool {
	for _, c := range t {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// compile joins the blocks into one table.
func compile(blocks ...[]rule) *ruleTable {
	t := new(ruleTable)
	for _, b := range blocks {
		t.rules = append(t.rules, b...)
	}
	for i := range t.rules {
		r := &t.rules[i]
		tag := marc.T(r.tag)
		t.index[int(tag[0]-'0')*100+int(tag[1]-'0')*10+int(tag[2]-'0')] = uint16(i + 1)
		if r.to != "" {
			r.target = marc.T(r.to)
		}
		if r.why == "" {
			r.why = noField
		}
		for pair := range strings.FieldsSeq(r.subs) {
			r.codes[pair[0]] = pair[len(pair)-1]
		}
	}
	return t
}

// rules is the whole conversion of data fields.
var rules = compile(identifierBlock, codedBlock, titleBlock, descriptionBlock, noteBlock,
	subjectBlock, nameBlock, linkBlock, locationBlock)
