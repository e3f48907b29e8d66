package register

import (
	"strings"

	"issnd/marc"
)

// rule says what of the fields with one tag is released.
type rule struct {
	subfields string // codes that are kept; the others are dropped
	ind1      byte   // indicator written instead of the record's own; 0 keeps it
	ind2      byte
	when      func(*marc.Field) bool // nil: always
}

// releasedFields is the public view, tag by tag: the ten released elements
// (ISSN, ISSN-L, other ISSN, title proper, key title, country, medium, URL,
// date of last update, ISSN centre) and the two that the linked data profile
// adds (ISSN of the other media versions, Keepers holdings). What has no row
// is not released. 001, 007, 008 and the leader are made by released.
var releasedFields = map[marc.Tag]rule{
	marc.T("022"): {subfields: "almyzv2", ind1: ' '},
	marc.T("023"): {subfields: "ayz2", when: clusterISSN('0')},
	marc.T("044"): {subfields: "c"},
	marc.T("222"): {subfields: "ab"},
	marc.T("245"): {subfields: "anp", ind1: '0'},
	marc.T("776"): {subfields: "x", ind1: '0', ind2: ' '},
	marc.T("856"): {subfields: "u"},
	marc.T("857"): {subfields: "c"},
	marc.T("920"): {subfields: "acdefghijklm", when: keepersHolding},
}

// minimumFields is the same for a minimum record.
var minimumFields = map[marc.Tag]rule{
	marc.T("022"): {subfields: "2", ind1: ' '},
}

// enrichments are local fields that the linked data profile publishes to
// subscribers, so that they are not administrative: creation of the record and
// its status, Keepers holdings, places, UDC summary. Other libraries use the
// same tags for notes of their own, so each must look like an enrichment.
var enrichments = map[marc.Tag]rule{
	marc.T("039"): {subfields: "v"},
	marc.T("699"): {subfields: "8v"},
	marc.T("920"): {subfields: "acdefghijklm", when: keepersHolding},
	marc.T("926"): {subfields: "ablou"},
	marc.T("953"): {subfields: "ablou"},
	marc.T("962"): {subfields: "au"},
	marc.T("981"): udcSummary, marc.T("982"): udcSummary, marc.T("983"): udcSummary,
	marc.T("984"): udcSummary, marc.T("985"): udcSummary, marc.T("986"): udcSummary,
	marc.T("987"): udcSummary, marc.T("989"): udcSummary,
}

var udcSummary = rule{subfields: "au", when: func(f *marc.Field) bool {
	return strings.Contains(f.Get('u'), "udcdata.info/")
}}

func keepersHolding(f *marc.Field) bool { return f.Get('h') != "" && f.Get('i') != "" }

func clusterISSN(ind1 byte) func(*marc.Field) bool {
	return func(f *marc.Field) bool { return f.Ind1 == ind1 }
}

// Local reports whether a tag is outside MARC 21 and so for local use: it
// holds a 9 (other than 490) or a character that is not a digit.
func Local(t marc.Tag) bool {
	nine := false
	for _, c := range t {
		switch {
		case c == '9':
			nine = true
		case c < '0' || c > '9':
			return true
		}
	}
	return nine && t != marc.T("490")
}

// complete is r without its administrative fields.
func complete(r *marc.Record) *marc.Record {
	hidden := 0
	for i := range r.Fields {
		if Local(r.Fields[i].Tag) {
			hidden++
		}
	}
	if hidden == 0 {
		return r
	}
	out := &marc.Record{Leader: r.Leader, Fields: make([]marc.Field, 0, len(r.Fields))}
	for i := range r.Fields {
		if !Local(r.Fields[i].Tag) {
			out.Fields = append(out.Fields, r.Fields[i])
		} else if ru, ok := enrichments[r.Fields[i].Tag]; ok {
			out.Fields = ru.appendTo(out.Fields, &r.Fields[i])
		}
	}
	return out
}

// appendTo appends what the rule keeps of f, if anything is left.
func (ru *rule) appendTo(out []marc.Field, f *marc.Field) []marc.Field {
	if ru.when != nil && !ru.when(f) {
		return out
	}
	kept := keep(f.Subfields, ru.subfields)
	if len(kept) == 0 {
		return out
	}
	cut := marc.Field{Tag: f.Tag, Ind1: f.Ind1, Ind2: f.Ind2, Subfields: kept}
	if ru.ind1 != 0 {
		cut.Ind1 = ru.ind1
	}
	if ru.ind2 != 0 {
		cut.Ind2 = ru.ind2
	}
	return append(out, cut)
}

// released is the public view of a confirmed record: a valid record of its
// own, with the ISSN as control number, one 007 for each medium, and an 008
// that holds the country and fill characters.
func released(r *Record) *marc.Record {
	out := publicRecord(r, len(r.MARC.Fields)+4)
	for m := range r.Media.All() {
		out.Fields = append(out.Fields, marc.Field{Tag: tag007, Value: medium007[m]})
	}
	if v := r.MARC.Control(tag008); v != "" {
		out.Fields = append(out.Fields, marc.Field{Tag: tag008, Value: released008(v)})
	}
	appendReleased(out, r.MARC, releasedFields)
	return out
}

// minimum is the public view of a record that is not confirmed.
func minimum(r *Record) *marc.Record {
	out := publicRecord(r, 6)
	id := marc.Field{Tag: tag022, Ind1: ' ', Ind2: ' '}
	code := byte('a')
	if r.Status == Cancelled || r.Status == Suppressed || r.Deleted {
		code = 'z'
	}
	id.Subfields = append(id.Subfields, marc.Subfield{Code: code, Value: r.ISSN.String()})
	if !r.Replacement.IsZero() {
		id.Subfields = append(id.Subfields, marc.Subfield{Code: 'v', Value: r.Replacement.String()})
	}
	if f := r.MARC.First(tag022); f != nil {
		id.Subfields = append(id.Subfields, keep(f.Subfields, minimumFields[tag022].subfields)...)
	}
	out.Fields = append(out.Fields, id, marc.Field{
		Tag: marc.T("699"), Ind1: ' ', Ind2: ' ',
		Subfields: []marc.Subfield{{Code: '8', Value: r.Status.String()}},
	})
	return out
}

var (
	tag001 = marc.T("001")
	tag005 = marc.T("005")
	tag022 = marc.T("022")
)

// publicRecord starts a record that the public may see: leader, 001 and 005.
func publicRecord(r *Record, fields int) *marc.Record {
	out := &marc.Record{Leader: releasedLeader(r.MARC.Leader), Fields: make([]marc.Field, 0, fields)}
	if r.Deleted {
		out.Leader[5] = 'd'
	}
	out.Fields = append(out.Fields, marc.Field{Tag: tag001, Value: r.ISSN.String()})
	if v := r.MARC.Control(tag005); wellFormed005(v) {
		out.Fields = append(out.Fields, marc.Field{Tag: tag005, Value: v})
	}
	return out
}

func appendReleased(out, in *marc.Record, rules map[marc.Tag]rule) {
	for i := range in.Fields {
		if ru, ok := rules[in.Fields[i].Tag]; ok {
			out.Fields = ru.appendTo(out.Fields, &in.Fields[i])
		}
	}
}

// keep is the subfields whose code is in codes: a part of subs itself where
// they stand together, so that subs is never written to.
func keep(subs []marc.Subfield, codes string) []marc.Subfield {
	n := 0
	for n < len(subs) && strings.IndexByte(codes, subs[n].Code) >= 0 {
		n++
	}
	kept := subs[:n:n]
	for _, s := range subs[n:] {
		if strings.IndexByte(codes, s.Code) >= 0 {
			kept = append(kept, s)
		}
	}
	return kept
}

// releasedLeader keeps type, level and encoding and says "unknown" of the
// rest: leader/17 and 18 describe the cataloguing, which is not released.
func releasedLeader(l marc.Leader) marc.Leader {
	out := marc.Leader([]byte("00000cas a2200000uu 4500"))
	out[6], out[7] = l[6], l[7]
	return out
}

// medium007 is the 007 that says a medium and nothing else.
var medium007 = [mediaCount]string{
	Print:          "t|",
	Online:         "cr||||||||||||",
	DigitalCarrier: "c|||||||||||||",
	OtherMedium:    "z|",
}

const fill008 = "||||||||||||||||||||||||||||||||||||||||"

// released008 is 40 fill characters but for the country in 15-17.
func released008(v string) string {
	if len(v) < 18 {
		return fill008
	}
	return fill008[:15] + v[15:18] + fill008[18:]
}

// wellFormed005 reports whether v looks like yyyymmddhhmmss.f, so that free
// text in a 005 is not released.
func wellFormed005(v string) bool {
	if len(v) < 8 {
		return false
	}
	for i := 0; i < len(v); i++ {
		if (v[i] < '0' || v[i] > '9') && v[i] != '.' {
			return false
		}
	}
	return true
}
