package marc

import (
	"fmt"
	"strings"
)

// The separators of ISO 2709, and what the lengths in a record can express
// (MARC 21 "Record Structure", leader and directory).
const (
	recordTerminator = 0x1D
	fieldTerminator  = 0x1E
	delimiter        = 0x1F

	directoryEntry = 12
	maxFieldLength = 9999
	maxRecord      = 99999
)

// SizeError reports a record that ISO 2709 cannot express because a length
// has more digits than the format has room for. MARCXML has no such limit.
type SizeError struct {
	Tag  string // of the field that is too long, "" for the record as a whole
	Size int    // bytes, terminators included
	Max  int    // bytes that the format can express
}

func (e *SizeError) Error() string {
	what := "record"
	if e.Tag != "" {
		what = "field " + e.Tag
	}
	return fmt.Sprintf("marc: %s has %d bytes, ISO 2709 allows %d", what, e.Size, e.Max)
}

// SeparatorError reports a record that ISO 2709 cannot express because a tag,
// an indicator, a code or a value has one of the bytes 1D, 1E and 1F, which
// separate records, fields and subfields.
type SeparatorError struct{ Tag string }

func (e *SeparatorError) Error() string {
	return fmt.Sprintf("marc: field %q holds a separator of ISO 2709", e.Tag)
}

// AppendISO2709 appends r to dst as one ISO 2709 record in UTF-8, terminator
// included, and returns the extended slice. Lengths, the base address and the
// directory are computed; leader/10-11 is "22" and leader/20-23 "4500", or
// "450 " when the leader says so as UNIMARC does. A missing indicator is
// blank. On a *SizeError or *SeparatorError dst comes back as it was.
func AppendISO2709(dst []byte, r *Record) ([]byte, error) {
	start := len(dst)
	base := LeaderLength + len(r.Fields)*directoryEntry + 1
	dst = append(dst, r.Leader[:]...)
	for range r.Fields {
		dst = append(dst, "            "...)
	}
	dst = append(dst, fieldTerminator)
	for i := range r.Fields {
		f := &r.Fields[i]
		if !separable(f) {
			return dst[:start], &SeparatorError{Tag: f.Tag.String()}
		}
		from := len(dst)
		dst = appendField(dst, f)
		size := len(dst) - from
		if size > maxFieldLength {
			return dst[:start], &SizeError{Tag: f.Tag.String(), Size: size, Max: maxFieldLength}
		}
		entry := dst[start+LeaderLength+i*directoryEntry:]
		copy(entry, f.Tag[:])
		putDigits(entry[3:7], size)
		putDigits(entry[7:12], from-start-base)
	}
	dst = append(dst, recordTerminator)
	size := len(dst) - start
	if size > maxRecord {
		return dst[:start], &SizeError{Size: size, Max: maxRecord}
	}
	leader := dst[start : start+LeaderLength]
	putDigits(leader[0:5], size)
	putDigits(leader[12:17], base)
	copy(leader[10:12], "22")
	copy(leader[20:23], "450")
	if leader[23] != ' ' {
		leader[23] = '0'
	}
	return dst, nil
}

func appendField(dst []byte, f *Field) []byte {
	if !f.Tag.Control() || len(f.Subfields) > 0 {
		dst = append(dst, indicator(f.Ind1), indicator(f.Ind2))
	}
	dst = append(dst, f.Value...)
	for i := range f.Subfields {
		s := &f.Subfields[i]
		dst = append(append(dst, delimiter, s.Code), s.Value...)
	}
	return append(dst, fieldTerminator)
}

func indicator(b byte) byte {
	if b == 0 {
		return ' '
	}
	return b
}

// separable reports whether no part of f looks like a separator.
func separable(f *Field) bool {
	for _, b := range [...]byte{f.Tag[0], f.Tag[1], f.Tag[2], f.Ind1, f.Ind2} {
		if separator(b) {
			return false
		}
	}
	if hasSeparator(f.Value) {
		return false
	}
	for i := range f.Subfields {
		if separator(f.Subfields[i].Code) || hasSeparator(f.Subfields[i].Value) {
			return false
		}
	}
	return true
}

func separator(b byte) bool { return b >= recordTerminator && b <= delimiter }

func hasSeparator(s string) bool {
	return strings.IndexByte(s, delimiter) >= 0 ||
		strings.IndexByte(s, fieldTerminator) >= 0 ||
		strings.IndexByte(s, recordTerminator) >= 0
}

// putDigits writes n, which fits, as decimal digits with leading zeros.
func putDigits(dst []byte, n int) {
	for i := len(dst) - 1; i >= 0; i-- {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
}
