package format

import (
	"slices"
	"sync"

	"issnd/crosswalk"
	"issnd/internal/xmlw"
	"issnd/marc"
	"issnd/marc/unimarc"
	"issnd/register"
)

// marcRecord is the record to write as MARC. What is released is a record of
// its own, so it says its licence in 540 (MARC 21: terms governing use);
// a complete record stays as the cataloguers made it.
func marcRecord(v *register.View, o *crosswalk.Options, room *licensed) *marc.Record {
	r := v.MARC()
	if v.Tier() != register.Released || o.License == "" {
		return r
	}
	return room.with(r, o)
}

// licensed is room for a record with its licence.
type licensed struct {
	record    marc.Record
	subfields [2]marc.Subfield
}

var licensedRooms = sync.Pool{New: func() any { return new(licensed) }}

// with is the record and the field of the licence, in the order of tags.
func (l *licensed) with(r *marc.Record, o *crosswalk.Options) *marc.Record {
	l.subfields = [2]marc.Subfield{{Code: 'a', Value: o.LicenseName}, {Code: 'u', Value: o.License}}
	licence := marc.Field{Tag: marc.T("540"), Ind1: ' ', Ind2: ' ', Subfields: l.subfields[:]}
	at := slices.IndexFunc(r.Fields, func(f marc.Field) bool { return string(f.Tag[:]) > "540" })
	if at < 0 {
		at = len(r.Fields)
	}
	out := &l.record
	out.Leader = r.Leader
	out.Fields = append(append(append(out.Fields[:0], r.Fields[:at]...), licence), r.Fields[at:]...)
	return out
}

// asMARC lends the record to write as MARC to whoever appends it.
func asMARC(dst []byte, v *register.View, o *crosswalk.Options, write func([]byte, *marc.Record) ([]byte, error)) ([]byte, error) {
	room := licensedRooms.Get().(*licensed)
	defer room.release()
	return write(dst, marcRecord(v, o, room))
}

// release ends the loan. The room keeps nothing of the record, whose memory is
// to be free.
func (l *licensed) release() {
	clear(l.record.Fields)
	licensedRooms.Put(l)
}

func appendMARC21(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return asMARC(dst, v, o, marc.AppendISO2709)
}

func appendMARCXML(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return asMARC(dst, v, o, func(dst []byte, r *marc.Record) ([]byte, error) {
		return marc.AppendMARCXMLDocument(dst, r), nil
	})
}

func appendMARCXMLRecord(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return asMARC(dst, v, o, func(dst []byte, r *marc.Record) ([]byte, error) {
		return append(marc.AppendMARCXML(dst, r), '\n'), nil
	})
}

func appendUNIMARC(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return asMARC(dst, v, o, func(dst []byte, r *marc.Record) ([]byte, error) {
		u, _ := unimarc.Convert(r)
		return marc.AppendISO2709(dst, u)
	})
}

func appendUNIMARCXML(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return appendUNIMARCXMLRecord(append(dst, xmlw.Header...), v, o)
}

func appendUNIMARCXMLRecord(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return asMARC(dst, v, o, func(dst []byte, r *marc.Record) ([]byte, error) {
		u, _ := unimarc.Convert(r)
		return append(unimarc.AppendXML(dst, u), '\n'), nil
	})
}
