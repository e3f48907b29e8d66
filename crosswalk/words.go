package crosswalk

import (
	"strings"

	"issnd/codes"
	"issnd/marc"
	"issnd/register"
)

// countryOf is the country of publication: the MARC code of 008/15-17, which
// may be of a part of a country, with its name, and the ISO code of 044 $c,
// else the one that corresponds to the MARC code. What is not known is "".
func countryOf(r *marc.Record) (country codes.Country) {
	if v := r.Control(tag008); len(v) >= 18 {
		code := strings.TrimRight(v[15:18], " #|")
		if c, ok := codes.LookupCountry(code); ok {
			country = c
		}
	}
	for f := range r.Each(tag044) {
		for c := range f.All('c') {
			if s, ok := codes.LookupState(strings.ToUpper(strings.TrimSpace(c))); ok {
				country.ISO = s.Code
				return country
			}
		}
	}
	return country
}

// countryName is the name of the country of publication in English, as ISO
// 3166 has it where there is a code.
func countryName(r *marc.Record) string {
	c := countryOf(r)
	if s, ok := codes.LookupState(c.ISO); ok {
		return s.Label
	}
	return c.Label
}

// fixedLabel is the label of one position of 008, "" for a blank and for what
// is not coded. The positions are those of continuing resources.
func fixedLabel(r *marc.Record, list codes.List, pos int) string {
	c := marc.Code(r.Control(tag008), pos)
	if c == ' ' || c == '#' {
		return ""
	}
	return list.Label(c)
}

// typeName is the type of continuing resource in words, 008/21.
func typeName(r *marc.Record) string { return fixedLabel(r, codes.ResourceType, 21) }

// frequencyName is the frequency in words, 008/18.
func frequencyName(r *marc.Record) string { return fixedLabel(r, codes.Frequency, 18) }

// variantName is what kind of title a 246 is by its second indicator, or "".
func variantName(ind2 byte) string {
	if ind2 == ' ' {
		return ""
	}
	return codes.VariantTitle.Label(ind2)
}

// language008 is the language code of 008/35-37, or "".
func language008(r *marc.Record) string {
	if v := r.Control(tag008); len(v) >= 38 && isLanguage(v[35:38]) {
		return v[35:38]
	}
	return ""
}

// languageName is the name of a language in English, else its code.
func languageName(code string) string {
	if l, ok := codes.LookupLanguage(code); ok {
		return l.Label
	}
	return code
}

// relationName is what a linking entry says of the serial that it names, in
// words: its own display text $i, else that of its tag and indicator.
func relationName(f *marc.Field) string {
	if s := strings.TrimRight(cleanText(f.Get('i')), " :"); s != "" {
		return s
	}
	rel, _ := codes.LookupRelation(f.Tag.String(), f.Ind2)
	return rel.Label
}

// centreName is the name of the ISSN centre with the code, else the code.
func centreName(code string) string {
	if c, ok := codes.LookupCentre(code); ok {
		return c.Name
	}
	return code
}

// keeperName is the name of the keepers agency with the code, else the code.
func keeperName(code string) string {
	if k, ok := codes.LookupKeeper(code); ok {
		return k.Name
	}
	return code
}

// recordKind is the record kind with a capital letter.
func recordKind(h register.Head) string {
	if h.Deleted && !h.Status.Minimal() {
		return "Withdrawn"
	}
	switch h.Status {
	case register.Confirmed:
		return "Confirmed"
	case register.Provisional:
		return "Provisional"
	case register.Legacy:
		return "Legacy"
	case register.Cancelled:
		return "Cancelled"
	case register.Suppressed:
		return "Suppressed"
	case register.Unreported:
		return "Unreported"
	}
	return "Unknown"
}

// mediumName is the medium in words.
func mediumName(m register.Medium) string {
	if m == register.DigitalCarrier {
		return "Digital carrier"
	}
	return m.String()
}

// relationLabel is the relation of a linking entry in the words of its tag and
// indicator, whatever its display text says.
func relationLabel(f *marc.Field) string {
	rel, _ := codes.LookupRelation(f.Tag.String(), f.Ind2)
	if rel.Label == "" {
		return "Related to"
	}
	return rel.Label
}
