package search

import (
	"strings"

	"issnd/codes"
	"issnd/marc"
	"issnd/register"
)

// codePoints are the points whose values are codes of a list. Their terms may
// be codes or the English names of what they stand for.
func codePoints() []*Point {
	return []*Point{
		{Names: []string{"issn.country", "dc.coverage"}, Title: "Country", Kind: Code, Scan: true, Sort: true, Facet: true,
			Values: countries, Normal: countryForm, Label: countryLabel},
		{Names: []string{"issn.region"}, Title: "Country or part of a country (MARC code)", Kind: Code,
			Scan: true, Facet: true, Values: position(15, 18), Normal: regionForm, Label: regionLabel},
		{Names: []string{"issn.medium", "dc.format"}, Title: "Medium", Kind: Code, Scan: true, Sort: true, Facet: true,
			Values: media, Label: mediumLabel},
		{Names: []string{"issn.centre", "issn.center"}, Title: "ISSN centre", Kind: Code, Scan: true, Facet: true,
			Values: each("2", "022"), Label: centreLabel},
		{Names: []string{"issn.openAccess", "issn.road"}, Title: "Open access", Kind: Code, Scan: true, Facet: true,
			Values: openAccess},
		{Names: []string{"issn.keeper", "issn.keepers"}, Title: "Keepers agency", Kind: Code, Scan: true, Facet: true,
			Values: each("h", "920"), Label: keeperLabel},
		{Names: []string{"issn.recordStatus"}, Title: "Record status", Kind: Code, Scan: true, Facet: true,
			Values: recordStatus},
		{Names: []string{"issn.language", "dc.language"}, Title: "Language", Kind: Code, Tier: register.Complete,
			Scan: true, Sort: true, Facet: true, Values: languages, Normal: languageForm, Label: languageLabel},
		fixed("issn.publicationStatus", "Publication status", codes.PublicationStatus, 6),
		fixed("issn.frequency", "Frequency", codes.Frequency, 18),
		fixed("issn.type", "Type of resource", codes.ResourceType, 21, "dc.type"),
		fixed("issn.alphabet", "Alphabet of title", codes.Alphabet, 33),
		{Names: []string{"issn.category"}, Title: "Category of material", Kind: Code, Tier: register.Complete,
			Scan: true, Facet: true, Values: category, Label: func(c string) string { return categories[c] }},
	}
}

// fixed is a point of one position of 008.
func fixed(name, title string, list codes.List, pos int, more ...string) *Point {
	return &Point{
		Names: append([]string{name}, more...), Title: title, Kind: Code, Tier: register.Complete,
		Scan: true, Facet: true,
		Values: position(pos, pos+1),
		Normal: func(s string) (string, bool) {
			s = codeForm(s)
			if len(s) == 1 {
				return s, true
			}
			for c, label := range list.All() {
				if c != ' ' && Fold(label) == Fold(s) {
					return string(rune(c)), true
				}
			}
			return s, s != ""
		},
		Label: func(s string) string {
			if len(s) == 1 {
				return list.Label(s[0])
			}
			return ""
		},
	}
}

// codeForm is how a code is indexed that has no form of its own.
func codeForm(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// countries is the countries of publication as ISO 3166 codes: those of 044 $c,
// and the one that the MARC code in 008 belongs to.
func countries(dst []string, v *register.View) []string {
	for f := range v.MARC().Each(tag044) {
		for c := range f.All('c') {
			if s, ok := codes.LookupState(strings.ToUpper(strings.TrimSpace(c))); ok {
				dst = append(dst, s.Code)
			}
		}
	}
	if s := v.MARC().Control(tag008); len(s) >= 18 {
		if c, ok := codes.LookupCountry(strings.TrimRight(s[15:18], " #|")); ok && c.ISO != "" {
			dst = append(dst, c.ISO)
		}
	}
	return dst
}

var tag044 = marc.T("044")

// countryForm is an ISO 3166 code in small letters, from such a code, a MARC
// code of three letters or a name.
func countryForm(s string) (string, bool) {
	s = codeForm(s)
	if len(s) == 2 {
		return s, true
	}
	if c, ok := codes.LookupCountry(s); ok && c.ISO != "" {
		return strings.ToLower(c.ISO), true
	}
	name := Fold(s)
	for c := range codes.Countries() {
		if c.ISO == "" {
			continue
		}
		state, _ := codes.LookupState(c.ISO)
		if Fold(state.Label) == name || Fold(c.Label) == name {
			return strings.ToLower(c.ISO), true
		}
	}
	return s, s != ""
}

func countryLabel(s string) string {
	c, _ := codes.LookupState(strings.ToUpper(s))
	return c.Label
}

func regionForm(s string) (string, bool) {
	s = codeForm(s)
	if _, ok := codes.LookupCountry(s); !ok && len(s) > 3 {
		name := Fold(s)
		for c := range codes.Countries() {
			if Fold(c.Label) == name {
				return c.Code, true
			}
		}
	}
	return s, s != ""
}

func regionLabel(s string) string {
	c, _ := codes.LookupCountry(s)
	return c.Label
}

func media(dst []string, v *register.View) []string {
	for m := range v.Head().Media.All() {
		dst = append(dst, m.String())
	}
	return dst
}

func mediumLabel(s string) string {
	switch s {
	case "print":
		return "Print"
	case "online":
		return "Online"
	case "digitalcarrier":
		return "Digital carrier"
	case "other":
		return "Other"
	}
	return ""
}

func centreLabel(s string) string {
	c, _ := codes.LookupCentre(s)
	return c.Name
}

func keeperLabel(s string) string {
	k, _ := codes.LookupKeeper(s)
	return k.Name
}

func openAccess(dst []string, v *register.View) []string {
	if v.Head().OpenAccess {
		return append(dst, "yes")
	}
	return append(dst, "no")
}

func recordStatus(dst []string, v *register.View) []string {
	return append(dst, v.Head().Status.String())
}

// languages is the languages of 008 and of the text in 041, in which older
// records write several codes together.
func languages(dst []string, v *register.View) []string {
	dst = position(35, 38)(dst, v)
	for f := range v.MARC().Each(tag041) {
		for s := range f.All('a') {
			for ; len(s) >= 3; s = s[3:] {
				dst = append(dst, s[:3])
			}
		}
	}
	return dst
}

var tag041 = marc.T("041")

// languageForm is a MARC language code, from such a code, a language tag or a
// name.
func languageForm(s string) (string, bool) {
	s = codeForm(s)
	if _, ok := codes.LookupLanguage(s); ok || s == "" {
		return s, ok
	}
	name := Fold(s)
	for l := range codes.Languages() {
		if !l.Obsolete && (Fold(l.Label) == name || codes.LanguageTag(l.Code) == s) {
			return l.Code, true
		}
	}
	return s, true
}

func languageLabel(s string) string {
	l, _ := codes.LookupLanguage(s)
	return l.Label
}

func category(dst []string, v *register.View) []string {
	return appendCode(dst, string(v.MARC().Leader[6:7]))
}

// categories is what leader/06 says.
var categories = map[string]string{
	"a": "Language material", "c": "Notated music", "d": "Manuscript notated music", "e": "Cartographic material",
	"f": "Manuscript cartographic material", "g": "Projected medium", "i": "Nonmusical sound recording",
	"j": "Musical sound recording", "k": "Two-dimensional nonprojectable graphic", "m": "Computer file",
	"o": "Kit", "p": "Mixed materials", "r": "Three-dimensional object", "t": "Manuscript language material",
}
