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
	total := marc.LeaderLength + 2 + 12*len(c.marc.Fields)
	for i := range c.marc.Fields {
		n := fieldLength(&c.marc.Fields[i])
		if n > maxField {
			c.found(c.marc.Fields[i].Tag.String(), strconv.Itoa(n)+" bytes")
		}
		total += n
	}
	if total > maxRecord {
		c.found("", strconv.Itoa(total)+" bytes")
	}
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
