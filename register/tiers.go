package register

import "issnd/marc"

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

// Shown reports whether a view of some record can have the subfield: not that
// of an administrative field, which nobody is shown. The code 0 stands for any.
func Shown(t marc.Tag, code byte) bool {
	if !Local(t) {
		return true
	}
	ru := enrichments.of(t)
	return ru != nil && (code == 0 || ru.subfields.has(code))
}

// complete is r without its administrative fields, and without those that hold
// their text in another script: r itself where it has none.
func complete(r *marc.Record) *marc.Record {
	for i := range r.Fields {
		if f := &r.Fields[i]; Local(f.Linked()) && !enriched(f) {
			return completeFrom(r, i)
		}
	}
	return r
}

// enriched reports whether a local field is an enrichment and nothing else.
func enriched(f *marc.Field) bool {
	ru := enrichments.of(f.Tag)
	return ru != nil && ru.applies(f) && ru.keeps(f) == len(f.Subfields)
}

// completeFrom is complete for a record whose field i is the first to go or to
// be cut.
func completeFrom(r *marc.Record, i int) *marc.Record {
	out := &marc.Record{Leader: r.Leader, Fields: make([]marc.Field, i, len(r.Fields))}
	copy(out.Fields, r.Fields)
	var slab []marc.Subfield
	for ; i < len(r.Fields); i++ {
		f := &r.Fields[i]
		if !Local(f.Linked()) {
			out.Fields = append(out.Fields, *f)
		} else if ru := enrichments.of(f.Tag); ru != nil {
			out.Fields = ru.appendTo(out.Fields, f, &slab)
		}
	}
	return out
}

// released is the public view of a confirmed record: a valid record of its
// own, with the ISSN as control number, one 007 for each medium, and an 008
// that holds the country and fill characters.
func released(r *Record) *marc.Record {
	const usual = 12
	out, text := publicRecord(r, min(len(r.MARC.Fields)+2, usual))
	for m := range r.Media.All() {
		out.Fields = append(out.Fields, marc.Field{Tag: tag007, Value: medium007[m]})
	}
	if text != "" {
		out.Fields = append(out.Fields, marc.Field{Tag: tag008, Value: text})
	}
	var slab []marc.Subfield
	for i := range r.MARC.Fields {
		f := &r.MARC.Fields[i]
		if ru := releasedFields.of(f.Tag); ru != nil {
			out.Fields = ru.appendTo(out.Fields, f, &slab)
		}
	}
	return out
}

// releasedTags is the fields that released and minimum look at.
var releasedTags = releasedFields.tags(tag005, tag008)

// minimum is the public view of a record that is not confirmed.
func minimum(r *Record) *marc.Record {
	out, _ := publicRecord(r, 6)
	id := marc.Field{Tag: tag022, Ind1: ' ', Ind2: ' '}
	code := byte('a')
	if r.Status == Cancelled || r.Status == Suppressed || r.Deleted {
		code = 'z'
	}
	id.Subfields = append(id.Subfields, marc.Subfield{Code: code, Value: out.Fields[0].Value})
	if !r.Replacement.IsZero() {
		id.Subfields = append(id.Subfields, marc.Subfield{Code: 'v', Value: r.Replacement.String()})
	}
	if f := r.MARC.First(tag022); f != nil {
		var slab []marc.Subfield
		id.Subfields = append(id.Subfields, keep(f.Subfields, &minimumFields, &slab)...)
	}
	out.Fields = append(out.Fields, id, marc.Field{
		Tag: tag699, Ind1: ' ', Ind2: ' ',
		Subfields: []marc.Subfield{{Code: '8', Value: r.Status.String()}},
	})
	return out
}

var (
	tag001 = marc.T("001")
	tag005 = marc.T("005")
	tag022 = marc.T("022")
	tag699 = marc.T("699")
)

// publicRecord starts a record that the public may see: leader, 001 and 005.
// The 008 that may follow is "" where r has none; it and the number are made
// as one string.
func publicRecord(r *Record, fields int) (out *marc.Record, text008 string) {
	out = &marc.Record{Leader: releasedLeader(r.MARC.Leader), Fields: make([]marc.Field, 0, fields)}
	if r.Deleted {
		out.Leader[5] = 'd'
	}
	var scratch [64]byte
	text := r.ISSN.AppendTo(scratch[:0])
	n := len(text)
	if v := r.MARC.Control(tag008); v != "" {
		text = appendReleased008(text, v)
	}
	made := string(text)
	out.Fields = append(out.Fields, marc.Field{Tag: tag001, Value: made[:n]})
	if v := r.MARC.Control(tag005); wellFormed005(v) {
		out.Fields = append(out.Fields, marc.Field{Tag: tag005, Value: v})
	}
	return out, made[n:]
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

// appendReleased008 appends 40 fill characters but for the country in 15-17.
func appendReleased008(dst []byte, v string) []byte {
	start := len(dst)
	dst = append(dst, fill008...)
	if len(v) >= 18 {
		copy(dst[start+15:], v[15:18])
	}
	return dst
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
