package format

import (
	"issnd/crosswalk"
	"issnd/internal/xmlw"
	"issnd/marc"
	"issnd/marc/unimarc"
	"issnd/register"
)

// marcRecord is the record to write as MARC. What is released is a record of
// its own, so it says its licence in 540 (MARC 21: terms governing use);
// a complete record stays as the cataloguers made it.
func marcRecord(v *register.View, o *crosswalk.Options) *marc.Record {
	r := v.MARC()
	if v.Tier() != register.Released || o.License == "" {
		return r
	}
	licence := marc.Field{Tag: marc.T("540"), Ind1: ' ', Ind2: ' ', Subfields: []marc.Subfield{
		{Code: 'a', Value: o.LicenseName}, {Code: 'u', Value: o.License},
	}}
	out := &marc.Record{Leader: r.Leader, Fields: make([]marc.Field, 0, len(r.Fields)+1)}
	placed := false
	for _, f := range r.Fields {
		if !placed && string(f.Tag[:]) > "540" {
			out.Fields, placed = append(out.Fields, licence), true
		}
		out.Fields = append(out.Fields, f)
	}
	if !placed {
		out.Fields = append(out.Fields, licence)
	}
	return out
}

func appendMARC21(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return marc.AppendISO2709(dst, marcRecord(v, o))
}

func appendMARCXML(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return marc.AppendMARCXMLDocument(dst, marcRecord(v, o)), nil
}

func appendMARCXMLRecord(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return append(marc.AppendMARCXML(dst, marcRecord(v, o)), '\n'), nil
}

func appendUNIMARC(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	r, _ := unimarc.Convert(marcRecord(v, o))
	return marc.AppendISO2709(dst, r)
}

func appendUNIMARCXML(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	r, _ := unimarc.Convert(marcRecord(v, o))
	return append(unimarc.AppendXML(append(dst, xmlw.Header...), r), '\n'), nil
}

func appendUNIMARCXMLRecord(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	r, _ := unimarc.Convert(marcRecord(v, o))
	return append(unimarc.AppendXML(dst, r), '\n'), nil
}
