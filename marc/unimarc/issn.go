package unimarc

import "issnd/marc"

// numbers writes 011, 017 and 802 from 022 and 023 together: ISSN-L is in
// either, and an ISSN-L of 023 alone joins the first 011.
func (c *conversion) numbers() {
	first := true
	for f := range c.in.Each(tag022) {
		c.open(tagISSN, mapped(1, "0>0 1>1").of(f), ' ')
		for _, s := range f.Subfields {
			if to := issnCodes[s.Code]; to != 0 {
				c.add(to, s.Value)
			}
		}
		if first {
			c.addClusterISSN()
			first = false
		}
		c.close()
	}
	if first {
		c.open(tagISSN, ' ', ' ')
		c.addClusterISSN()
		c.close()
	}
	for i := range c.in.Fields {
		if f := &c.in.Fields[i]; f.Tag == tag022 || f.Tag == tag023 {
			c.besideISSN(f)
		}
	}
}

// issnCodes are the subfields of 011 by those of 022: y and z change places.
var issnCodes = [256]byte{'a': 'a', 'l': 'f', 'm': 'g', 'y': 'z', 'z': 'y'}

// clusterCodes are the subfields of 011 by those of an ISSN-L in 023.
var clusterCodes = [256]byte{'a': 'f', 'z': 'g', 'y': 'z'}

// addClusterISSN adds the ISSN-L of 023 to the open 011, if it is not there.
func (c *conversion) addClusterISSN() {
	for f := range c.in.Each(tag023) {
		if f.Ind1 == '1' {
			continue
		}
		for _, s := range f.Subfields {
			to := clusterCodes[s.Code]
			switch {
			case to == 0 || c.has(to, s.Value):
			case to == 'f' && c.hasCode('f'):
				c.lose(f.Tag, s.Code, s.Value, otherValue)
			default:
				c.add(to, s.Value)
			}
		}
	}
}

func (c *conversion) hasCode(code byte) bool {
	for _, s := range c.slab[c.start:] {
		if s.Code == code {
			return true
		}
	}
	return false
}

// besideISSN writes what 022 and 023 hold beside ISSN and ISSN-L.
func (c *conversion) besideISSN(f *marc.Field) {
	cluster := f.Tag == tag023
	if cluster && f.Ind1 == '1' {
		c.open(tagIdentifier, '7', '0')
		for _, s := range f.Subfields {
			switch s.Code {
			case 'a':
				c.add('a', s.Value)
			case 'y', 'z':
				c.add('z', s.Value)
			}
		}
		if len(c.slab) > c.start {
			c.add('2', "issn-h")
		}
		c.close()
	}
	for _, s := range f.Subfields {
		switch {
		case s.Code == '2':
			c.centre(s.Value)
		case s.Code == 'v' && !cluster:
			c.open(tagIdentifier, '7', '0')
			c.add('a', s.Value)
			c.add('2', "issn-replacement")
			c.close()
		case !cluster && issnCodes[s.Code] == 0, cluster && clusterCodes[s.Code] == 0:
			c.lose(f.Tag, s.Code, s.Value, noSubfield)
		case cluster && f.Ind1 == '1' && s.Code == 'y':
			c.lose(f.Tag, s.Code, s.Value, coarser)
		}
	}
}

// centre writes 802, once for each ISSN centre.
func (c *conversion) centre(code string) {
	for f := range c.out.Each(tagCentre) {
		if f.Get('a') == code {
			return
		}
	}
	c.one(tagCentre, ' ', ' ', 'a', code)
}
