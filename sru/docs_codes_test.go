package sru

import (
	"fmt"
	"strings"

	"issnd/codes"
	"issnd/register"
	"issnd/search"
)

// docCodes says what the indexes take that are codes of a list: all values
// where they are few.
func docCodes(table *search.Table) string {
	lists := map[string]string{
		"issn.country":  "a code of ISO 3166 in two letters, a MARC code in three, or the English name of either",
		"issn.region":   "a MARC code in two or three letters, of a country or a part of one, or its English name",
		"issn.language": "a MARC code (ISO 639-2/B) in three letters, a language tag such as `fr`, or the English name",
		"issn.udcSummary": "the caption of a class, as the register writes it, in any letter case; its URI is " +
			"`issn.udcSummaryUri = http://udcdata.info/025403`",
		"issn.openAccess": "`yes` `no`",
	}
	values := map[string][]string{}
	for m := range register.Media(0xFF).All() {
		values["issn.medium"] = append(values["issn.medium"], strings.ToLower(m.String()))
	}
	for _, s := range register.Statuses() {
		values["issn.recordStatus"] = append(values["issn.recordStatus"], s.String())
	}
	for k := range codes.Keepers() {
		values["issn.keeper"] = append(values["issn.keeper"], k.Code)
	}
	for c := range codes.Centres() {
		values["issn.centre"] = append(values["issn.centre"], c.Code)
	}
	var b strings.Builder
	b.WriteString("\n| Index | Takes |\n|---|---|\n")
	for _, p := range table.Points() {
		if !p.Facet {
			continue
		}
		name := p.Names[0]
		takes, known := lists[name]
		if !known {
			takes = docValues(p, values[name])
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", name, takes)
	}
	return b.String()
}

// docValues lists values of a point with their labels; nil stands for all codes
// of one letter or digit that it has a label for.
func docValues(p *search.Point, values []string) string {
	if values == nil {
		for c := '0'; c <= 'z'; c++ {
			if p.Label(string(c)) != "" {
				values = append(values, string(c))
			}
		}
	}
	var list []string
	for _, v := range values {
		shown := "`" + v + "`"
		if p.Label != nil && !strings.EqualFold(p.Label(v), v) {
			shown += " " + p.Label(v)
		}
		list = append(list, shown)
	}
	return strings.Join(list, ", ")
}
