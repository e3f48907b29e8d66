package register

import (
	"hash/fnv"
	"io"
	"maps"
	"slices"
	"strings"

	"issnd/marc"
)

// setsVersion is another number whenever Memberships gives other lists for the
// same record, be it that Sets or that the tiers have changed.
const setsVersion = 2

// SetsVersion is another number whenever Memberships gives other lists for the
// same record, so that a store knows that the lists it keeps are out of date.
// It covers the code lists as well.
func SetsVersion() uint64 {
	h := fnv.New64a()
	t := setCodes()
	for _, table := range []map[string]string{t.countries, t.states, t.languages, t.regions} {
		for _, code := range slices.Sorted(maps.Keys(table)) {
			io.WriteString(h, code+"\t"+table[code]+"\n")
		}
	}
	return h.Sum64() + setsVersion
}

// Sets is the setSpecs (OAI-PMH 2.0 §2.6) of the sets that a record is in, as
// its view shows it, each once and in order, so that one follows its parent.
// What the view does not show makes no set.
//
//	centre:_7          ISSN centre, the first 022 $2
//	country:fr         country by ISO 3166, the first that is known in 044 $c,
//	                   else that of the MARC code in 008/15-17
//	country:us:nyu     state or other part of that country, by the MARC code in
//	                   008/15-17
//	country:marc-xxr   by the MARC code where ISO 3166 has none for it
//	keepers:portico    agency that holds it, 920 $h with a status in $i
//	language:fre       language of the text, 008/35-37 and 041 $a
//	medium:online      medium
//	openaccess         in the directory of open access resources
//	status:confirmed   record kind
//
// A country or language that the code lists do not know makes no set, nor does
// one that says that nothing is known. The codes of centres and agencies are
// open lists: any makes a set that could be part of a setSpec.
func Sets(v *View) []string { return appendSets(make([]string, 0, usualSets), v) }

// usualSets is the room for the sets of nearly every record.
const usualSets = 20

// appendSets appends what Sets lists to dst.
func appendSets(dst []string, v *View) []string {
	c := setScan{codes: setCodes()}
	for i := range v.rec.Fields {
		c.field(&v.rec.Fields[i])
	}
	h := v.Head()
	dst = appendGroup(dst, "centre", c.centre)
	if dst = appendGroup(dst, "country", c.country); c.inRegion() {
		dst = append(dst, c.region)
	}
	dst = appendGroup(dst, "keepers", c.agencies...)
	dst = appendGroup(dst, "language", c.languages...)
	var media [mediaCount]string
	dst = appendGroup(dst, "medium", h.Media.appendSets(media[:0])...)
	if h.OpenAccess {
		dst = append(dst, "openaccess")
	}
	if s := int(h.Status); s > 0 && s < len(statusSets) {
		dst = appendGroup(dst, "status", statusSets[s])
	}
	return dst
}

// appendGroup appends sets that are in order after their parent, if there are
// any; "" is none.
func appendGroup(dst []string, parent string, sets ...string) []string {
	if len(sets) == 0 || sets[0] == "" {
		return dst
	}
	return append(append(dst, parent), sets...)
}

// setScan collects the sets that the fields of a record put it in.
type setScan struct {
	codes     *setCodeTables
	centre    string
	country   string
	region    string   // part of a country, by 008
	languages []string // in order
	agencies  []string // in order
	fixed     bool     // an 008 was seen
	stated    bool     // country is that of 044
	centred   bool     // a centre was named
}

// inRegion reports whether the region is a part of the country.
func (c *setScan) inRegion() bool {
	n := len(c.country)
	return n > 0 && strings.HasPrefix(c.region, c.country) && c.region[n] == ':'
}

func (c *setScan) field(f *marc.Field) {
	if f.Tag[0] != '0' && f.Tag[0] != '9' { // as most are
		return
	}
	switch f.Tag {
	case tag008:
		c.coded(f.Value)
	case tag022:
		if !c.centred {
			c.centre, c.centred = openSet("centre:", f.Get('2'))
		}
	case tag041:
		if f.Ind2 != '7' { // codes of another list, named in $2
			c.inLanguages(f)
		}
	case tag044:
		if !c.stated {
			c.stated = c.statedCountry(f)
		}
	case tag920:
		if strings.TrimSpace(f.Get('i')) != "" {
			set, _ := openSet("keepers:", f.Get('h'))
			c.agencies = insert(c.agencies, set)
		}
	}
}

// coded reads an 008. Only the first of a record counts.
func (c *setScan) coded(v string) {
	if c.fixed {
		return
	}
	c.fixed = true
	if len(v) >= 18 {
		code := strings.TrimRight(v[15:18], " #|")
		if c.region = c.codes.regions[code]; !c.stated {
			c.country = c.codes.countries[code]
		}
	}
	if len(v) >= 38 {
		c.languages = insert(c.languages, c.codes.languages[v[35:38]])
	}
}

// inLanguages reads an 041, whose older form runs codes together.
func (c *setScan) inLanguages(f *marc.Field) {
	for s := range f.All('a') {
		for ; len(s) >= 3; s = s[3:] {
			c.languages = insert(c.languages, c.codes.languages[s[:3]])
		}
	}
}

// statedCountry takes the first known country of a 044, of which a subdivision
// may be named ("us-ca").
func (c *setScan) statedCountry(f *marc.Field) bool {
	for s := range f.All('c') {
		code, _, _ := strings.Cut(strings.TrimSpace(s), "-")
		if set := c.codes.states[strings.ToLower(code)]; set != "" {
			c.country = set
			return true
		}
	}
	return false
}

// insert puts a set where it belongs in a list in order, unless it is "" or there
// already.
func insert(list []string, set string) []string {
	if set == "" {
		return list
	}
	i, there := slices.BinarySearch(list, set)
	if there {
		return list
	}
	return slices.Insert(list, i, set)
}

// openSet is the set of a code of an open list, "" if it cannot be one, and
// reports whether there is a code.
func openSet(parent, code string) (set string, stated bool) {
	code = strings.TrimSpace(code)
	if legalInSetSpec(code) {
		set = parent + code
	}
	return set, code != ""
}

// legalInSetSpec reports whether a code can be one part of a setSpec: short,
// and of the characters that a URI leaves alone (OAI-PMH 2.0 §2.6).
func legalInSetSpec(code string) bool {
	const longest = 32
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case strings.IndexByte("-_.!~*'()", c) >= 0:
		default:
			return false
		}
	}
	return code != "" && len(code) <= longest
}

var (
	tag041 = marc.T("041")
	tag044 = marc.T("044")
	tag920 = marc.T("920")
)
