package generate

import (
	"strconv"

	"issnd/issn"
	"issnd/marc"
)

// draft is a record being written: one text for all values, and where in it
// each begins, so that a record costs few allocations.
type draft struct {
	leader string
	text   []byte
	fields []draftField
	subs   []draftSubfield
}

type draftField struct {
	tag        marc.Tag
	ind1, ind2 byte
	subs       int // index of the first
}

type draftSubfield struct {
	code  byte // 0 for the value of a control field
	start int
}

func (d *draft) reset() {
	d.leader, d.text, d.fields, d.subs = "", d.text[:0], d.fields[:0], d.subs[:0]
}

// control begins a control field.
func (d *draft) control(tag string) *draft {
	d.field(tag, "  ")
	return d.sub(0)
}

// field begins a data field with two indicators.
func (d *draft) field(tag, indicators string) *draft {
	d.fields = append(d.fields, draftField{marc.T(tag), indicators[0], indicators[1], len(d.subs)})
	return d
}

// sub begins a subfield. What is added afterwards is its value.
func (d *draft) sub(code byte) *draft {
	d.subs = append(d.subs, draftSubfield{code, len(d.text)})
	return d
}

func (d *draft) str(s string) *draft {
	d.text = append(d.text, s...)
	return d
}

func (d *draft) int(n int) *draft {
	d.text = strconv.AppendInt(d.text, int64(n), 10)
	return d
}

// digits adds n with leading zeros.
func (d *draft) digits(n, width int) *draft {
	at := len(d.text)
	d.text = append(d.text, "00000000"[:width]...)
	for k := at + width - 1; k >= at; k-- {
		d.text[k] = byte('0' + n%10)
		n /= 10
	}
	return d
}

func (d *draft) issn(id issn.ISSN) *draft {
	d.text = id.AppendTo(d.text)
	return d
}

// record is the finished record, which shares nothing with the draft.
func (d *draft) record() *marc.Record {
	r := &marc.Record{Fields: make([]marc.Field, len(d.fields))}
	d.fill(r, make([]marc.Subfield, len(d.subs)))
	return r
}

// fill writes the record over r, which has as many fields as the draft, with
// subs for its subfields.
func (d *draft) fill(r *marc.Record, subs []marc.Subfield) {
	r.Leader = marc.Leader([]byte(d.leader))
	text := string(d.text)
	end := len(text)
	for k := len(d.subs) - 1; k >= 0; k-- {
		s := d.subs[k]
		subs[k] = marc.Subfield{Code: s.code, Value: text[s.start:end]}
		end = s.start
	}
	last := len(subs)
	for k := len(d.fields) - 1; k >= 0; k-- {
		f := d.fields[k]
		if f.tag.Control() {
			r.Fields[k] = marc.Field{Tag: f.tag, Value: subs[f.subs].Value}
		} else {
			r.Fields[k] = marc.Field{Tag: f.tag, Ind1: f.ind1, Ind2: f.ind2, Subfields: subs[f.subs:last:last]}
		}
		last = f.subs
	}
}
