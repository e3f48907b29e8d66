package crosswalk

import (
	"issnd/issn"
	"issnd/register"
)

// AppendISSNList appends the numbers of the serial as one line to copy, the
// record's own first and the ISSN-L at the end:
//
//	ISSN 1476-4687 (Online), ISSN 0028-0836 (Print), ISSN-L 0028-0836 (Linking ISSN)
//
// The other media versions are those of the cluster or, where it is nil, those
// that the record links to, whose medium is not known.
func AppendISSNList(dst []byte, v *register.View, c *register.ClusterView) []byte {
	h := v.Head()
	dst = appendNumber(dst, h.ISSN, h.Media)
	if v.Minimum() {
		return dst
	}
	if c != nil {
		for i := range c.Members {
			if m := &c.Members[i]; m.ISSN != h.ISSN {
				dst = appendNumber(append(dst, ", "...), m.ISSN, m.Media)
			}
		}
	} else {
		for f := range v.MARC().Each(tag776) {
			if id := linked(f); !id.IsZero() && id != h.ISSN {
				dst = appendNumber(append(dst, ", "...), id, 0)
			}
		}
	}
	if !h.ISSNL.IsZero() {
		dst = append(dst, ", ISSN-L "...)
		dst = h.ISSNL.AppendTo(dst)
		dst = append(dst, " (Linking ISSN)"...)
	}
	return dst
}

func appendNumber(dst []byte, id issn.ISSN, media register.Media) []byte {
	dst = append(dst, "ISSN "...)
	dst = id.AppendTo(dst)
	separator := " ("
	for m := range media.All() {
		dst = append(append(dst, separator...), mediumName(m)...)
		separator = ", "
	}
	if media != 0 {
		dst = append(dst, ')')
	}
	return dst
}

// AppendCitation appends a reference to the record in plain text, with the
// title of the serial, its publisher where the view shows one, its number, and
// the IRI and the day of the record:
//
//	Nature (London). London: Springer Nature Limited, 1869–. ISSN 0028-0836. ISSN Register, record updated 2023-09-15. http://issn.org/resource/ISSN/0028-0836
func AppendCitation(dst []byte, v *register.View, o *Options) []byte {
	if !v.Minimum() {
		dst = appendSentence(dst, displayTitle(v.MARC()))
		dst = appendImprint(dst, v)
	}
	dst = append(dst, "ISSN "...)
	dst = v.Head().ISSN.AppendTo(dst)
	if v.Minimum() {
		dst = append(dst, " ("...)
		dst = append(dst, recordKind(v.Head())...)
		dst = append(dst, ')')
	}
	dst = append(dst, ". ISSN Register"...)
	if day := modifiedDate(v); day != "" {
		dst = append(append(dst, ", record updated "...), day...)
	}
	dst = append(append(dst, ". "...), o.base()...)
	dst = append(dst, pathISSN...)
	return v.Head().ISSN.AppendTo(dst)
}

// appendImprint appends place, publisher and years as far as there are any.
func appendImprint(dst []byte, v *register.View) []byte {
	start := len(dst)
	if f := currentPublication(v.MARC()); f != nil {
		if place := statement(f.Get('a')); place != "" {
			dst = append(append(dst, place...), ": "...)
		}
		dst = append(dst, point(statement(f.Get('b')))...)
	}
	if s := span(v.MARC()); s != "" {
		if len(dst) > start {
			dst = append(dst, ", "...)
		}
		dst = append(dst, s...)
	}
	if len(dst) == start {
		return dst
	}
	return append(dst, ". "...)
}

// appendSentence appends s with a full stop, if it has none, and a space.
func appendSentence(dst []byte, s string) []byte {
	if s == "" {
		return dst
	}
	dst = append(dst, s...)
	if s[len(s)-1] != '.' {
		dst = append(dst, '.')
	}
	return append(dst, ' ')
}
