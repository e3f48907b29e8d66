package marc

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// finish makes the record, or says why it is rejected.
func (b *xmlBuilder) finish() (r *Record, p []Problem, code, reason string) {
	switch {
	case b.reason != "":
		return nil, nil, ErrorMARCXML, b.reason
	case len(b.fields) == 0 && b.leader == nil:
		return nil, nil, ErrorEmpty, "the record is empty"
	}
	r = &Record{Leader: b.makeLeader()}
	whole := ""
	if !hasControls(b.text) && utf8.Valid(b.text) {
		whole = string(b.text)
	}
	value := func(t Tag, from, to int) string {
		switch {
		case from == to:
			return ""
		case whole != "" && utf8.RuneStart(whole[from]) && (to == len(whole) || utf8.RuneStart(whole[to])):
			return whole[from:to]
		}
		text, damaged := appendValid(nil, b.text[from:to])
		return b.problems.tidy(t, text, damaged)
	}
	if len(b.fields) > 0 {
		r.Fields = make([]Field, len(b.fields))
	}
	slab := make([]Subfield, 0, len(b.subfields)+1)
	for i, f := range b.fields {
		end := len(b.subfields)
		if i+1 < len(b.fields) {
			end = b.fields[i+1].subfields
		}
		slab = b.field(&r.Fields[i], f, b.subfields[f.subfields:end], slab, value)
	}
	return r, b.problems, "", ""
}

func (b *xmlBuilder) field(dst *Field, f xmlField, subfields []xmlSubfield, slab []Subfield, value func(Tag, int, int) string) []Subfield {
	dst.Tag = f.tag
	if f.control && f.tag.Control() {
		dst.Value = value(f.tag, f.from, f.to)
		return slab
	}
	n := len(slab)
	dst.Ind1, dst.Ind2 = f.ind1, f.ind2
	if f.control {
		b.problems.add(ProblemText, f.tag.String(), "controlfield kept as subfield a")
		slab = append(slab, Subfield{Code: 'a', Value: value(f.tag, f.from, f.to)})
	}
	for _, s := range subfields {
		slab = append(slab, Subfield{Code: s.code, Value: value(f.tag, s.from, s.to)})
	}
	switch {
	case len(slab) > n:
		dst.Subfields = slab[n:len(slab):len(slab)]
		if f.tag.Control() {
			b.problems.add(ProblemControlSubfields, f.tag.String(), "")
		}
	case f.tag.Control():
		dst.Ind1, dst.Ind2 = 0, 0
	default:
		b.problems.add(ProblemNoSubfields, f.tag.String(), "")
	}
	return slab
}

// blankLeader stands for a missing leader: a serial, language material, of
// which nothing more is known.
const blankLeader = "00000nas a2200000uu 4500"

func (b *xmlBuilder) makeLeader() (l Leader) {
	text := b.leader
	if len(text) != LeaderLength {
		text = bytes.Trim(text, "\r\n\t")
	}
	if len(text) == 0 {
		b.problems.add(ProblemLeader, "leader", "missing")
		copy(l[:], blankLeader)
		return l
	}
	if len(text) != LeaderLength {
		b.problems.add(ProblemLeader, "leader", fmt.Sprintf("%d characters: %.60q", len(text), text))
	}
	copy(l[:], blankLeader)
	copy(l[:], text)
	b.problems.leader(&l)
	return l
}
