package ingest

import (
	"strconv"

	"issnd/marc"
)

// linking reports whether the tag is of a linking entry, 760 to 787.
func linking(t marc.Tag) bool {
	return t[0] == '7' && (t[1] == '6' || t[1] == '7' || t[1] == '8' && t[2] <= '7')
}

func findWrongLink(c *checker) {
	for i := range c.marc.Fields {
		f := &c.marc.Fields[i]
		if !linking(f.Tag) {
			continue
		}
		for v := range f.All('x') {
			if w := wrong(v); w != "" {
				c.found(f.Tag.String(), w)
			}
		}
	}
}

// What ISO 2709 can express: four digits for the length of a field, five for
// that of a record.
const (
	maxField  = 9999
	maxRecord = 99999
)

func findOversize(c *checker) {
	for i := range c.marc.Fields {
		if n := fieldLength(&c.marc.Fields[i]); n > maxField {
			c.found(c.marc.Fields[i].Tag.String(), strconv.Itoa(n)+" bytes")
		}
	}
	if n := recordLength(c.marc); n > maxRecord {
		c.found("", strconv.Itoa(n)+" bytes")
	}
}

// recordLength is the number of bytes that a record would have in ISO 2709 if that
// had no limit.
func recordLength(r *marc.Record) int {
	n := marc.LeaderLength + 2 + 12*len(r.Fields)
	for i := range r.Fields {
		n += fieldLength(&r.Fields[i])
	}
	return n
}

// fieldLength is the number of bytes of a field with its terminator.
func fieldLength(f *marc.Field) int {
	if f.Tag.Control() {
		return len(f.Value) + 1
	}
	n := 3
	for i := range f.Subfields {
		n += 2 + len(f.Subfields[i].Value)
	}
	return n
}
