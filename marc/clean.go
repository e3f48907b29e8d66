package marc

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"
)

// maxClean is the longest body that a sound directory can describe: the last
// field begins at most at 99999 and has at most 9999 bytes.
const maxClean = 99999 + maxFieldLength

// clean reads the record as nearly all are: entries in the order of the data
// without gaps, each field ended by its terminator, data fields with two
// indicators and subfields with a code. It is decode's short way, so it must
// agree with directory and build wherever it reports true; where it reports
// false nothing is lost but its time.
func (d *decoder) clean(r *Record) bool {
	end := bytes.IndexByte(d.raw[LeaderLength:], fieldTerminator)
	if end <= 0 || end%directoryEntry != 0 {
		return false
	}
	if base, ok := digits(d.raw[12:17]); !ok || base != LeaderLength+end+1 {
		return false
	}
	body := d.raw[LeaderLength+end+1:]
	if len(body) > maxClean {
		return false
	}
	n := end / directoryEntry
	ascii := d.marks.find(body)
	if len(d.marks) < n || !ascii && !utf8.Valid(body) {
		return false
	}
	fields, slab := d.room(n, len(d.marks)-n)
	if !cleanFields(fields, d.raw[LeaderLength:LeaderLength+end], string(body), d.marks, slab) {
		return false
	}
	if !ascii && !d.declared {
		d.problems.add(ProblemUndeclaredUTF8, "leader", "")
	}
	r.Fields = fields
	return true
}

// room is memory for as many fields and subfields.
func (d *decoder) room(fields, subfields int) ([]Field, []Subfield) {
	if d.slabs == nil {
		return make([]Field, fields), make([]Subfield, subfields)
	}
	return d.slabs.fields.take(fields, fieldsAtOnce), d.slabs.subfields.take(subfields, subfieldsAtOnce)
}

// cleanFields fills in the fields by the entries of the directory and the
// marks of the text. Each field uses the mark of its terminator, and a data
// field one for each subfield, so that none is left when all is well.
func cleanFields(fields []Field, region []byte, text string, marks []uint32, slab []Subfield) bool {
	at := 0
	for i := range fields {
		f := &fields[i]
		e := (*[directoryEntry]byte)(region[i*directoryEntry:])
		f.Tag = Tag(e[:3])
		first, last := binary.LittleEndian.Uint64(e[:]), binary.LittleEndian.Uint64(e[4:])
		if notDigits(first)|notDigits(last) != 0 && !soundEntry(e) {
			return false
		}
		length, start := location(e[3], last)
		end := at + length - 1
		if start != at || length < 2 || end >= len(text) || text[end] != fieldTerminator {
			return false
		}
		if f.Tag.Control() {
			f.Value = text[at:end]
			if int(marks[0]) != end {
				return false
			}
		} else {
			used := cleanField(f, text[at:end+1], uint32(at), marks, slab)
			if used == 0 {
				return false
			}
			slab, marks = slab[used:], marks[used:]
		}
		marks = marks[1:]
		at = end + 1
	}
	return at == len(text)
}

// cleanField fills in a data field, whose terminator is the last byte of data,
// and returns how many subfields it has. It returns 0 where something is wrong.
func cleanField(f *Field, data string, at uint32, marks []uint32, slab []Subfield) int {
	if len(data) < 5 || data[2] != delimiter || marks[0] != at+2 || data[0] > '~' || data[1] > '~' {
		return 0
	}
	f.Ind1, f.Ind2 = data[0], data[1]
	from := 2
	marks = marks[1:]
	for i := range slab {
		to := int(marks[i] - at)
		code := data[from+1]
		if to-from < 2 || code <= ' ' || code > '~' {
			return 0
		}
		slab[i].Code = code
		slab[i].Value = data[from+2 : to]
		if data[to] != delimiter {
			if to != len(data)-1 {
				return 0
			}
			f.Subfields = slab[: i+1 : i+1]
			return i + 1
		}
		from = to
	}
	return 0
}

// soundEntry reports whether an entry of the directory is three letters or
// digits and nine digits.
func soundEntry(e *[directoryEntry]byte) bool {
	_, ok := digits(e[3:])
	return ok && alphanumeric(e[0]) && alphanumeric(e[1]) && alphanumeric(e[2])
}

// notDigits is 0 if the bytes of w are digits: adding 0x46 carries a byte
// above '9' into its top bit, taking '0' away one below it.
func notDigits(w uint64) uint64 {
	return ((w + 0x4646464646464646) | (w - 0x3030303030303030)) & tops
}

// location is the length and the start in an entry of the directory, nine
// digits, the last eight of them at once: neighbours are joined into numbers
// of two, four and eight digits.
func location(first byte, last uint64) (length, start int) {
	v := last - 0x3030303030303030
	v = v*10 + v>>8
	v = ((v&0x000000FF000000FF)*0x000F424000000064 + (v>>16&0x000000FF000000FF)*0x0000271000000001) >> 32
	n := int(uint32(v))
	return int(first-'0')*1000 + n/100000, n % 100000
}
