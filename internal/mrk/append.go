package mrk

import "issnd/marc"

// Append appends the lines of one record and the empty line that ends it.
// Parse gives back an equal record if tags, indicators and subfield codes are
// printable ASCII.
func Append(dst []byte, r *marc.Record) []byte {
	dst = append(dst, "=LDR  "...)
	dst = append(dst, controlEscapes.Replace(r.Leader.String())...)
	dst = append(dst, '\n')
	for i := range r.Fields {
		dst = appendField(dst, &r.Fields[i])
	}
	return append(dst, '\n')
}

func appendField(dst []byte, f *marc.Field) []byte {
	dst = append(dst, '=')
	dst = append(dst, f.Tag[:]...)
	dst = append(dst, "  "...)
	if f.Tag.Control() {
		dst = append(dst, controlEscapes.Replace(f.Value)...)
		return append(dst, '\n')
	}
	dst = append(dst, controlEscapes.Replace(string(f.Ind1))...)
	dst = append(dst, controlEscapes.Replace(string(f.Ind2))...)
	for _, s := range f.Subfields {
		dst = append(dst, '$', s.Code)
		dst = append(dst, dataEscapes.Replace(s.Value)...)
	}
	return append(dst, '\n')
}
