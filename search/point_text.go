package search

import (
	"strings"
	"unicode/utf8"

	"issnd/register"
)

// textPoints are the names, subjects and notes of a record, and the points that
// are all of it.
func textPoints() []*Point {
	return []*Point{
		{Names: []string{"issn.anywhere", "cql.serverChoice", "cql.anywhere", "cql.keywords", "cql.anyIndexes",
			"cql.allIndexes", "bath.any", "bib.any"}, Title: "All", Kind: Everything, Scan: true,
			Members: []string{"issn.keyTitle", "issn.titleProper", "issn.abbreviatedTitle", "issn.variantTitle",
				"issn.uniformTitle", "issn.linkedTitle", "issn.publisher", "issn.place", "issn.corporateContributor",
				"issn.subject", "issn.note", "issn.url", "issn.statement", "issn.other", "issn.otherCode", "issn.anyIssn",
				"issn.coden", "issn.isni", "issn.dewey", "issn.udc", "issn.udcSummaryUri"}},
		{Names: []string{"issn.publisher", "dc.publisher", "bath.publisher"}, Title: "Publisher", Kind: Text,
			Tier: register.Complete, Scan: true, Headings: true, Values: each("b", "260", "264")},
		{Names: []string{"issn.place", "bib.originPlace"}, Title: "Place of publication", Kind: Text,
			Tier: register.Complete, Scan: true, Headings: true, Values: each("a", "260", "264")},
		{Names: []string{"issn.corporateContributor", "dc.contributor", "dc.creator", "bath.corporateName", "bath.name",
			"bath.author", "bib.name", "bib.nameCorporate"}, Title: "Corporate contributor", Kind: Text,
			Tier: register.Complete, Scan: true, Headings: true, Values: joined("abcdn", contributorTags...)},
		{Names: []string{"issn.subject", "dc.subject", "bath.topicalSubject", "bath.subject"}, Title: "Subject", Kind: Text,
			Tier: register.Complete, Scan: true, Headings: true,
			Values: both(joined("abcdnptvxyz", "60_", "61_", "63_", "64_", "65_"), each("a", summaryTag))},
		{Names: []string{"issn.note", "bath.notes", "dc.description"}, Title: "Note", Kind: Text,
			Tier: register.Complete, Scan: true, Values: joined(letterCodes, "5__", "362")},
		{Names: []string{"issn.statement"}, Title: "Frequency and extent as stated", Kind: Text,
			Tier: register.Complete, Values: both(joined("c", "245"), joined(letterCodes, "250", "300", "310", "321", "490"))},
		{Names: []string{"issn.url", "dc.source"}, Title: "URL", Kind: Text,
			Scan: true, Headings: true, Values: each("u", "856")},
		{Names: []string{"issn.coden"}, Title: "CODEN", Kind: Code, Tier: register.Complete, Scan: true,
			Normal: alphanumeric, Masked: alphanumericMasked, Label: strings.ToUpper, Values: each("a", "030")},
		{Names: []string{"issn.isni"}, Title: "ISNI", Kind: Code, Tier: register.Complete, Scan: true,
			Normal: isniForm, Masked: isniMasked, Label: strings.ToUpper, Values: each("01", contributorTags...)},
		{Names: []string{"issn.dewey", "issn.ddc"}, Title: "Dewey Decimal Classification", Kind: Code,
			Tier: register.Complete, Scan: true, Normal: classForm, Masked: classMasked, Values: each("a", "082")},
		{Names: []string{"issn.udc"}, Title: "Universal Decimal Classification", Kind: Code,
			Tier: register.Complete, Scan: true, Normal: classForm, Masked: classMasked, Values: each("a", "080")},
		{Names: []string{"issn.udcSummary"}, Title: "Subject (UDC summary)", Kind: Code, Tier: register.Complete,
			Scan: true, Facet: true, Normal: captionForm, Label: captionLabel, Values: each("a", summaryTag)},
		{Names: []string{"issn.udcSummaryUri"}, Title: "URI of a subject of the UDC summary", Kind: Code, Tier: register.Complete,
			Scan: true, Normal: udcForm, Label: udcLabel, Values: each("u", summaryTag)},
	}
}

var contributorTags = []string{"100", "110", "111", "700", "710", "711", "720"}

// summaryTag is the register's own subject headings, 981 to 987 and 989. Notes
// that others keep in fields with these tags are in no view.
const summaryTag = "98_"

const letterCodes = "abcdefghijklmnopqrstuvwxyz"

// alphanumeric is the letters and digits of s.
func alphanumeric(s string) (string, bool) {
	s = strings.ReplaceAll(Fold(s), " ", "")
	return s, s != ""
}

// classForm is a class number; the marks of Dewey numbers that show where they
// may be cut are left out.
func classForm(s string) (string, bool) {
	s = codeForm(s)
	if strings.ContainsAny(s, "/' ") {
		s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '\'' }), "")
		s = strings.Join(strings.Fields(s), " ")
	}
	return s, s != ""
}

// captionForm is the caption of a class in small letters.
func captionForm(s string) (string, bool) {
	s = strings.Join(strings.Fields(strings.ToLower(s)), " ")
	return s, s != ""
}

// captionLabel is a caption with a capital at the start of each sentence.
func captionLabel(s string) string {
	sentences := strings.Split(s, ". ")
	for i, sentence := range sentences {
		_, n := utf8.DecodeRuneInString(sentence)
		sentences[i] = strings.ToUpper(sentence[:n]) + sentence[n:]
	}
	return strings.Join(sentences, ". ")
}

// udcForm is the last part of the URI of a class, which may be all there is.
func udcForm(s string) (string, bool) {
	s = codeForm(s)
	if i := strings.LastIndex(s, udcHost); i >= 0 {
		s = s[i+len(udcHost):]
	}
	return s, s != "" && !strings.Contains(s, " ")
}

func udcLabel(s string) string { return "http://" + udcHost + s }

const udcHost = "udcdata.info/"

// isniForm is the sixteen characters of an ISNI, which may stand at the end of
// an address.
func isniForm(s string) (string, bool) {
	var b [16]byte
	n := len(b)
	for i := len(s) - 1; i >= 0 && n > 0; i-- {
		switch c := s[i]; {
		case c == ' ' || c == '-':
		case c >= '0' && c <= '9', n == len(b) && c|0x20 == 'x':
			n--
			b[n] = c | 0x20
		default:
			return "", false
		}
	}
	return string(b[:]), n == 0
}
