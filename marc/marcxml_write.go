package marc

import "issnd/internal/xmlw"

// MARCXMLNamespace is the namespace of MARCXML (MARC21slim).
const MARCXMLNamespace = "http://www.loc.gov/MARC21/slim"

// MARCXMLHeader begins a document of several records: the XML declaration and
// the start tag of collection. Records by AppendMARCXML follow, and then
// MARCXMLFooter.
const MARCXMLHeader = xmlw.Header + `<collection xmlns="` + MARCXMLNamespace + `">` + "\n"

// MARCXMLFooter ends the document that MARCXMLHeader begins.
const MARCXMLFooter = "</collection>\n"

// AppendMARCXMLDocument appends a document whose root is the one record.
func AppendMARCXMLDocument(dst []byte, r *Record) []byte {
	dst = append(dst, xmlw.Header...)
	return append(AppendMARCXML(dst, r), '\n')
}

// AppendMARCXML appends r as one record element, which declares the MARC21slim
// namespace as its default, and returns the extended slice.
//
// The element is valid against the schema as far as the record can be: the
// leader is mapped to what its pattern permits, with the lengths as zeros;
// control fields come before data fields; an unusual tag or code is written
// as it is. A data field that has a value and a control field that has
// subfields become a datafield, the value as its first subfield a.
func AppendMARCXML(dst []byte, r *Record) []byte {
	dst = append(dst, `<record xmlns="`+MARCXMLNamespace+`">`+"\n  <leader>"...)
	leader := xmlLeader(r.Leader)
	dst = append(dst, leader[:]...)
	dst = append(dst, "</leader>\n"...)
	for i := range r.Fields {
		if f := &r.Fields[i]; f.Tag.Control() && len(f.Subfields) == 0 {
			dst = append(dst, `  <controlfield tag="`...)
			dst = append(appendTagXML(dst, f.Tag), `">`...)
			dst = xmlw.AppendText(dst, f.Value)
			dst = append(dst, "</controlfield>\n"...)
		}
	}
	for i := range r.Fields {
		if f := &r.Fields[i]; !f.Tag.Control() || len(f.Subfields) > 0 {
			dst = appendDatafield(dst, f)
		}
	}
	return append(dst, "</record>"...)
}

// Start tags, in which a tag, indicators and a code are put in their places.
const (
	datafieldXML = `  <datafield tag="000" ind1=" " ind2=" ">` + "\n"
	tagAt        = len(`  <datafield tag="`)
	ind1At       = tagAt + len(`000" ind1="`)
	ind2At       = ind1At + len(` " ind2="`)

	subfieldXML = `    <subfield code="a">`
	codeAt      = len(`    <subfield code="`)
)

func appendDatafield(dst []byte, f *Field) []byte {
	dst = appendDatafieldStart(dst, f.Tag, indicator(f.Ind1), indicator(f.Ind2))
	if f.Value != "" {
		dst = appendSubfieldXML(dst, 'a', f.Value)
	}
	for i := range f.Subfields {
		dst = appendSubfieldXML(dst, f.Subfields[i].Code, f.Subfields[i].Value)
	}
	return append(dst, "  </datafield>\n"...)
}

func appendDatafieldStart(dst []byte, t Tag, ind1, ind2 byte) []byte {
	if plain(t[0]) && plain(t[1]) && plain(t[2]) && plain(ind1) && plain(ind2) {
		at := len(dst)
		dst = append(dst, datafieldXML...)
		start := dst[at : at+len(datafieldXML)]
		copy(start[tagAt:], t[:])
		start[ind1At], start[ind2At] = ind1, ind2
		return dst
	}
	dst = append(dst, datafieldXML[:tagAt]...)
	dst = append(appendTagXML(dst, t), `" ind1="`...)
	dst = append(appendByteXML(dst, ind1), `" ind2="`...)
	return append(appendByteXML(dst, ind2), '"', '>', '\n')
}

func appendSubfieldXML(dst []byte, code byte, value string) []byte {
	if plain(code) {
		dst = append(dst, subfieldXML...)
		dst[len(dst)-len(subfieldXML)+codeAt] = code
	} else {
		dst = append(dst, subfieldXML[:codeAt]...)
		dst = append(appendByteXML(dst, code), '"', '>')
	}
	dst = xmlw.AppendText(dst, value)
	return append(dst, "</subfield>\n"...)
}

func appendTagXML(dst []byte, t Tag) []byte {
	for _, b := range t {
		dst = appendByteXML(dst, b)
	}
	return dst
}

// appendByteXML appends one byte of a tag, an indicator or a code as it stands
// in an attribute.
func appendByteXML(dst []byte, b byte) []byte {
	if plain(b) {
		return append(dst, b)
	}
	return xmlw.AppendAttr(dst, string([]byte{b}))
}

// xmlLeader maps l to the pattern of leaderDataType in the MARC21slim schema.
// A record whose leader/09 is not 'a' and which ends in a blank is UNIMARC,
// whose entry map is "450 ".
func xmlLeader(l Leader) Leader {
	unimarc := l[9] != 'a' && l[23] == ' '
	for i, b := range l {
		if !alphanumeric(b) {
			l[i] = ' '
		}
	}
	if l[6] == ' ' {
		l[6] = 'a'
	}
	copy(l[0:5], "00000")
	copy(l[10:12], "22")
	copy(l[12:17], "00000")
	copy(l[20:24], "4500")
	if unimarc {
		l[23] = ' '
	}
	return l
}

// plain reports whether a byte stands for itself in an attribute.
func plain(b byte) bool { return alphanumeric(b) || b == ' ' }

func alphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}
