package marc

import (
	"bytes"
	"encoding/binary"
	"strings"
)

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
	region := d.raw[LeaderLength : LeaderLength+end]
	if base, ok := digits(d.raw[12:17]); !ok || base != LeaderLength+end+1 {
		return false
	}
	d.body = d.raw[LeaderLength+end+1:]
	n := end / directoryEntry
	if bytes.Count(d.body, []byte{fieldTerminator}) != n || !d.classify() {
		return false
	}
	fields := make([]Field, n)
	slab := make([]Subfield, 0, bytes.Count(d.body, []byte{delimiter}))
	at := 0
	for i := range fields {
		e := region[i*directoryEntry:][:directoryEntry]
		length, start, ok := parseLocation(e)
		if !ok || start != at || length < 2 || at+length > len(d.text) || d.text[at+length-1] != fieldTerminator {
			return false
		}
		if slab, ok = cleanField(&fields[i], Tag(e), d.text[at:at+length-1], slab); !ok {
			return false
		}
		at += length
	}
	if at != len(d.text) {
		return false
	}
	r.Fields = fields
	return true
}

func cleanField(f *Field, tag Tag, data string, slab []Subfield) ([]Subfield, bool) {
	if !alphanumeric(tag[0]) || !alphanumeric(tag[1]) || !alphanumeric(tag[2]) {
		return slab, false
	}
	f.Tag = tag
	if tag.Control() {
		f.Value = data
		return slab, strings.IndexByte(data, delimiter) < 0
	}
	if len(data) < 4 || data[2] != delimiter || !visible(data[0]) || !visible(data[1]) {
		return slab, false
	}
	f.Ind1, f.Ind2 = data[0], data[1]
	first := len(slab)
	for rest := data[3:]; ; {
		if rest == "" || rest[0] == ' ' || !visible(rest[0]) {
			return slab, false
		}
		code := rest[0]
		rest = rest[1:]
		n := strings.IndexByte(rest, delimiter)
		if n < 0 {
			slab = append(slab, Subfield{Code: code, Value: rest})
			f.Subfields = slab[first:len(slab):len(slab)]
			return slab, true
		}
		slab = append(slab, Subfield{Code: code, Value: rest[:n]})
		rest = rest[n+1:]
	}
}

func visible(b byte) bool { return b >= ' ' && b <= '~' }

// parseLocation reads the length and the start of a directory entry, nine
// digits after the tag, the last eight of them at once: neighbours are joined
// into numbers of two, four and eight digits.
func parseLocation(e []byte) (length, start int, ok bool) {
	v := binary.LittleEndian.Uint64(e[4:12])
	if e[3]-'0' > 9 || ((v+0x4646464646464646)|(v-0x3030303030303030))&0x8080808080808080 != 0 {
		return 0, 0, false
	}
	v -= 0x3030303030303030
	v = v*10 + v>>8
	v = ((v&0x000000FF000000FF)*0x000F424000000064 + (v>>16&0x000000FF000000FF)*0x0000271000000001) >> 32
	last := int(uint32(v))
	return int(e[3]-'0')*1000 + last/100000, last % 100000, true
}
