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
// its view shows it, each once and after its parent. What the view does not
// show makes no set.
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
func Sets(v *View) []string {
	var room [usualSets]Membership
	all := appendSets(room[:0], v.tier == Released, v)
	sets := make([]string, len(all))
	for i := range all {
		sets[i] = all[i].Set
	}
	return sets
}

// usualSets is the room for the sets of nearly every record.
const usualSets = 20

// appendSets appends the sets of a view as an audience knows them.
func appendSets(dst []Membership, public bool, v *View) []Membership {
	c := setScan{all: dst, known: len(dst), public: public, codes: setCodes()}
	h := v.Head()
	if s := int(h.Status); s > 0 && s < len(statusSets) {
		c.add("status", statusSets[s])
	}
	if h.OpenAccess {
		c.add("", "openaccess")
	}
	for m := range h.Media.All() {
		c.add("medium", mediumSets[m])
	}
	for i := range v.rec.Fields {
		c.field(&v.rec.Fields[i])
	}
	c.add("country", c.country)
	if n := len(c.country); n > 0 && strings.HasPrefix(c.region, c.country) && c.region[n] == ':' {
		c.add(c.country, c.region)
	}
	return c.all
}

// setScan collects the sets that the fields of a record put it in.
type setScan struct {
	all     []Membership
	known   int // where those of this view start
	public  bool
	codes   *setCodeTables
	country string
	region  string // part of a country, by 008
	fixed   bool   // an 008 was seen
	stated  bool   // country is that of 044
	centre  bool
}

func (c *setScan) field(f *marc.Field) {
	if f.Tag[0] != '0' && f.Tag[0] != '9' { // as most are
		return
	}
	switch f.Tag {
	case tag008:
		c.coded(f.Value)
	case tag022:
		if !c.centre {
			c.centre = c.addCode("centre", f.Get('2'))
		}
	case tag041:
		if f.Ind2 != '7' { // codes of another list, named in $2
			c.languages(f)
		}
	case tag044:
		if !c.stated {
			c.stated = c.statedCountry(f)
		}
	case tag920:
		if strings.TrimSpace(f.Get('i')) != "" {
			c.addCode("keepers", f.Get('h'))
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
		c.add("language", c.codes.languages[v[35:38]])
	}
}

// languages reads an 041, whose older form runs codes together.
func (c *setScan) languages(f *marc.Field) {
	for s := range f.All('a') {
		for ; len(s) >= 3; s = s[3:] {
			c.add("language", c.codes.languages[s[:3]])
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

// addCode adds the set of a code of an open list, and reports whether the
// field has one.
func (c *setScan) addCode(parent, code string) bool {
	code = strings.TrimSpace(code)
	if legalInSetSpec(code) {
		c.add(parent, parent+":"+code)
	}
	return code != ""
}

// add adds a set after its parent, if it has one, unless the set is "" or there
// already.
func (c *setScan) add(parent, set string) {
	if set == "" || c.has(set) {
		return
	}
	if parent != "" && !c.has(parent) {
		c.all = append(c.all, Membership{c.public, parent})
	}
	c.all = append(c.all, Membership{c.public, set})
}

func (c *setScan) has(set string) bool {
	for i := len(c.all) - 1; i >= c.known; i-- {
		if c.all[i].Set == set {
			return true
		}
	}
	return false
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
