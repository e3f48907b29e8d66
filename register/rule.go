package register

import (
	"fmt"

	"issnd/marc"
)

// rule says what of the fields with one tag is released.
type rule struct {
	subfields codeSet // codes that are kept; the others are dropped
	ind1      byte    // indicator written instead of the record's own; 0 keeps it
	ind2      byte
	when      func(*marc.Field) bool // nil: always
}

// ruleTable is rules by tag. Every field of every view is looked up in one, so
// a tag is found by its number.
type ruleTable struct {
	rows  [1000]uint8 // 1 + index in rules
	rules []rule
}

func newRuleTable(byTag map[marc.Tag]rule) *ruleTable {
	t := new(ruleTable)
	for tag, r := range byTag {
		t.rules = append(t.rules, r)
		t.rows[tagNumber(tag)] = uint8(len(t.rules))
	}
	return t
}

// of is the rule for a tag, or nil.
func (t *ruleTable) of(tag marc.Tag) *rule {
	n := tagNumber(tag)
	if n < 0 || t.rows[n] == 0 {
		return nil
	}
	return &t.rules[t.rows[n]-1]
}

// tags is the tags that have a rule, and others.
func (t *ruleTable) tags(others ...marc.Tag) *marc.Tags {
	for n, row := range t.rows {
		if row != 0 {
			others = append(others, marc.T(fmt.Sprintf("%03d", n)))
		}
	}
	return marc.NewTags(others...)
}

// tagNumber is the tag as a number, or -1 for a tag that is not one.
func tagNumber(t marc.Tag) int {
	a, b, c := t[0]-'0', t[1]-'0', t[2]-'0'
	if a > 9 || b > 9 || c > 9 {
		return -1
	}
	return int(a)*100 + int(b)*10 + int(c)
}

// codeSet is a set of subfield codes, which are ASCII.
type codeSet [2]uint64

func codesOf(codes string) (s codeSet) {
	for _, c := range []byte(codes) {
		s[c>>6] |= 1 << (c & 63)
	}
	return s
}

func (s *codeSet) has(code byte) bool { return code < 128 && s[code>>6]>>(code&63)&1 != 0 }

// applies reports whether the rule releases anything of f.
func (ru *rule) applies(f *marc.Field) bool {
	return (ru.when == nil || ru.when(f)) && ru.keeps(f) > 0
}

// keeps is how many subfields of f the rule keeps.
func (ru *rule) keeps(f *marc.Field) (n int) {
	for i := range f.Subfields {
		if ru.subfields.has(f.Subfields[i].Code) {
			n++
		}
	}
	return n
}

// appendTo appends what the rule keeps of f, if anything is left.
func (ru *rule) appendTo(out []marc.Field, f *marc.Field, slab *[]marc.Subfield) []marc.Field {
	if !ru.applies(f) {
		return out
	}
	cut := marc.Field{Tag: f.Tag, Ind1: f.Ind1, Ind2: f.Ind2}
	cut.Subfields = keep(f.Subfields, &ru.subfields, slab)
	if ru.ind1 != 0 {
		cut.Ind1 = ru.ind1
	}
	if ru.ind2 != 0 {
		cut.Ind2 = ru.ind2
	}
	return append(out, cut)
}

// keep is the subfields whose code is in codes: a part of subs itself where
// they stand together, so that subs is never written to, else a part of slab,
// which is where the fields of one record have theirs.
func keep(subs []marc.Subfield, codes *codeSet, slab *[]marc.Subfield) []marc.Subfield {
	from := 0
	for from < len(subs) && !codes.has(subs[from].Code) {
		from++
	}
	to := from
	for to < len(subs) && codes.has(subs[to].Code) {
		to++
	}
	rest := subs[to:]
	for len(rest) > 0 && !codes.has(rest[0].Code) {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return subs[from:to:to]
	}
	if *slab == nil {
		*slab = make([]marc.Subfield, 0, 16)
	}
	start := len(*slab)
	*slab = append(*slab, subs[from:to]...)
	for i := range rest {
		if codes.has(rest[i].Code) {
			*slab = append(*slab, rest[i])
		}
	}
	return (*slab)[start:len(*slab):len(*slab)]
}
