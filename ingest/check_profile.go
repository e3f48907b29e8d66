package ingest

import (
	"strconv"
	"strings"

	"issnd/codes"
	"issnd/marc"
)

var (
	tag007 = marc.T("007")
	tag008 = marc.T("008")
	tag044 = marc.T("044")
	tag222 = marc.T("222")
	tag245 = marc.T("245")
)

func findNoKeyTitle(c *checker) {
	if !has(c.marc, tag222, "a") {
		c.found("222", "")
	}
}

func findNoTitle(c *checker) {
	if !has(c.marc, tag245, "anp") {
		c.found("245", "")
	}
}

// has reports whether a field with the tag has one of the subfields, and in it
// something besides spaces.
func has(m *marc.Record, t marc.Tag, subfields string) bool {
	for f := range m.Each(t) {
		for _, s := range f.Subfields {
			if strings.IndexByte(subfields, s.Code) >= 0 && strings.TrimSpace(s.Value) != "" {
				return true
			}
		}
	}
	return false
}

func findNoFixed(c *checker) {
	if c.marc.First(tag008) == nil {
		c.found("008", "")
	}
}

func findFixedLength(c *checker) {
	if f := c.marc.First(tag008); f != nil && len(f.Value) != 40 {
		c.found("008", strconv.Itoa(len(f.Value))+" characters")
	}
}

// country is what stands in 008/15-17, without blanks and fill characters in
// the ways in which files write them.
func country(m *marc.Record) string {
	v := m.Control(tag008)
	if len(v) < 18 {
		return ""
	}
	return strings.TrimRight(v[15:18], " |#")
}

// isCountryCode reports whether text has the form of a MARC country code.
func isCountryCode(text string) bool {
	for i := range len(text) {
		if text[i] < 'a' || text[i] > 'z' {
			return false
		}
	}
	return len(text) == 2 || len(text) == 3
}

// statesCountry reports whether 044 $c names a country, or a part of one
// ("us-ca"), by its ISO 3166 code. "UK" is what some agencies write for GB.
func statesCountry(m *marc.Record) bool {
	for f := range m.Each(tag044) {
		for v := range f.All('c') {
			code, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(v)), "-")
			if _, ok := codes.LookupState(code); ok || code == "UK" {
				return true
			}
		}
	}
	return false
}

func findNoCountry(c *checker) {
	if code := country(c.marc); !isCountryCode(code) && !statesCountry(c.marc) {
		c.found("008", code)
	}
}

func findUnknownCountry(c *checker) {
	code := country(c.marc)
	if !isCountryCode(code) {
		return
	}
	if _, ok := codes.LookupCountry(code); !ok {
		c.found("008", code)
	}
}

func findNoMedium(c *checker) {
	if c.marc.First(tag007) == nil {
		c.found("007", "")
	}
}

func findUnknownStatus(c *checker) {
	for f := range c.marc.Each(c.rules.Status.Tag) {
		v := f.Get(c.rules.Status.Code)
		if v == "" {
			continue
		}
		if _, ok := c.rules.StatusOf(v); !ok {
			c.found(f.Tag.String(), v)
		}
	}
}
