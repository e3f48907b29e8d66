package register

import (
	"strings"

	"issnd/codes"
)

// setFamily is a set and those below it, as people know them.
type setFamily struct {
	name  string              // of the set itself
	about string              // how a record comes into it or one below it
	of    string              // how the name of one below it begins
	code  func(string) string // the rest of that name, "" for a code not known
}

var setFamilies = map[string]setFamily{
	"centre": {
		"ISSN centre", "Serials by the ISSN centre that is responsible for the record (MARC 21 022 $2).",
		"ISSN centre: ", centreName,
	},
	"country": {
		"Country", "Serials by country of publication (MARC 21 044 $c, else 008/15-17).",
		"Country: ", countryName,
	},
	"keepers": {
		"Keepers Registry", "Serials that an agency of the Keepers Registry reports to preserve (local field 920).",
		"Preserved by: ", keeperName,
	},
	"language": {
		"Language", "Serials by language of the text (MARC 21 008/35-37 and 041 $a), where the record shows it.",
		"Language: ", languageName,
	},
	"medium": {
		"Medium", "Serials by ISSN medium (MARC 21 007, else 008/23).",
		"Medium: ", mediumName,
	},
	"openaccess": {
		"Open access", "Serials in ROAD, the directory of open access scholarly resources.",
		"", nil,
	},
	"status": {
		"Record kind", "Serials by the kind of their record in the ISSN Register.",
		"Record kind: ", statusName,
	},
}

// SetName is the name of a set for people, in English: "Country: France". A
// code that no list knows stands for itself, and so does a setSpec that Sets
// never gives.
func SetName(spec string) string {
	parent, code, below := strings.Cut(spec, ":")
	f, ok := setFamilies[parent]
	switch {
	case !ok || below && f.code == nil:
		return spec
	case !below:
		return f.name
	}
	if name := f.code(code); name != "" {
		return f.of + name
	}
	return f.of + code
}

// SetDescription says in one English sentence which records are in a set, or
// in the sets beside it; "" for a setSpec that Sets never gives.
func SetDescription(spec string) string {
	parent, _, _ := strings.Cut(spec, ":")
	return setFamilies[parent].about
}

func centreName(code string) string {
	c, _ := codes.LookupCentre(code)
	return strings.TrimPrefix(c.Name, "ISSN centre for ")
}

func countryName(code string) string {
	if country, part, below := strings.Cut(code, ":"); below {
		c, _ := codes.LookupCountry(part)
		return countryName(country) + ", " + c.Label
	}
	if code, ok := strings.CutPrefix(code, marcCountry); ok {
		c, _ := codes.LookupCountry(code)
		return c.Label
	}
	s, _ := codes.LookupState(strings.ToUpper(code))
	return s.Label
}

func keeperName(code string) string {
	k, _ := codes.LookupKeeper(code)
	return k.Name
}

func languageName(code string) string {
	l, _ := codes.LookupLanguage(code)
	return l.Label
}

func mediumName(code string) string {
	for m, set := range mediumSets {
		if set == "medium:"+code {
			return [...]string{"Print", "Online", "Digital carrier", "Other"}[m]
		}
	}
	return ""
}

func statusName(code string) string {
	if s, ok := ParseStatus(code); ok {
		name := s.String()
		return strings.ToUpper(name[:1]) + name[1:]
	}
	return ""
}
