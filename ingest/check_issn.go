package ingest

import (
	"errors"
	"hash/maphash"

	"issnd/issn"
	"issnd/marc"
)

var (
	tag001 = marc.T("001")
	tag022 = marc.T("022")
	tag023 = marc.T("023")
)

// wrong says what is wrong with text that should be an ISSN, or "" if it is
// one, also where other text follows it.
func wrong(text string) string {
	_, _, err := issn.Scan(text)
	if err == nil {
		return ""
	}
	var e *issn.Error
	if errors.As(err, &e) && e.Reason == issn.WrongCheck {
		return text + ": the check character should be " + string(e.Want)
	}
	return text + ": not an ISSN"
}

// whyNoISSN tells why a record has no ISSN to be kept under.
func whyNoISSN(m *marc.Record) finding {
	for f := range m.Each(tag022) {
		for v := range f.All('a') {
			if w := wrong(v); w != "" {
				return finding{codeWrongISSN, "022", w}
			}
		}
	}
	return finding{codeNoISSN, "022", "there is no 022 $a"}
}

func findOtherISSN(c *checker) {
	for f := range c.marc.Each(tag022) {
		for _, s := range f.Subfields {
			switch s.Code {
			case 'a', 'z', 'm':
				if w := wrong(s.Value); w != "" {
					c.found("022", "$"+string(s.Code)+" "+w)
				}
			}
		}
	}
}

func findForm(c *checker) {
	for f := range c.marc.Each(tag022) {
		for v := range f.All('a') {
			if i, _, err := issn.Scan(v); err == nil && !canonical(i, v) {
				c.found("022", v)
			}
		}
	}
}

func canonical(i issn.ISSN, v string) bool {
	var buf [9]byte
	return string(i.AppendTo(buf[:0])) == v
}

func findValidIncorrect(c *checker) {
	for f := range c.marc.Each(tag022) {
		for v := range f.All('y') {
			if _, _, err := issn.Scan(v); err == nil {
				c.found("022", v)
			}
		}
	}
}

func findDuplicate(c *checker) {
	control := uint32(maphash.String(c.seed, c.marc.Control(tag001)))
	if before, ok := c.seen[c.rec.ISSN]; ok && before != control {
		c.found("022", c.rec.ISSN.String())
	}
	c.seen[c.rec.ISSN] = control
}

func findNoISSNL(c *checker) {
	if c.rec.ISSNL.IsZero() {
		c.found("022", "")
	}
}

func findWrongISSNL(c *checker) {
	for f := range c.marc.Each(tag022) {
		for v := range f.All('l') {
			if w := wrong(v); w != "" {
				c.found("022", "$l "+w)
			}
		}
	}
	for f := range c.marc.Each(tag023) {
		for v := range f.All('a') {
			if w := wrong(v); w != "" {
				c.found("023", "$a "+w)
			}
		}
	}
}

func findNoCentre(c *checker) {
	for f := range c.marc.Each(tag022) {
		if f.Get('2') != "" {
			return
		}
	}
	c.found("022", "")
}
