package marc

import (
	"encoding/binary"
	"errors"
)

// ErrPacked reports bytes that are not a record written by AppendPacked.
var ErrPacked = errors.New("marc: malformed packed record")

// The packed form, in order: a version byte; the leader; uvarint number of
// fields; uvarint number of subfields in the whole record; the fields.
// A field is its tag and a uvarint n<<1|mixed, followed by
//
//	control tag, mixed 0   n bytes of value
//	other tag,   mixed 0   indicators, then n subfields
//	any tag,     mixed 1   indicators, uvarint length and value, n subfields
//
// and a subfield is its code, a uvarint length and the value. Mixed fields
// are those that are neither a proper control field nor a proper data field.
const packedVersion = 1

const (
	minPackedField    = len(Tag{}) + 1
	minPackedSubfield = 2
)

// AppendPacked appends the packed form of r to dst and returns the extended
// slice. Every record survives, odd ones too; only the difference between nil
// and empty slices does not.
func AppendPacked(dst []byte, r *Record) []byte {
	subfields := 0
	for i := range r.Fields {
		subfields += len(r.Fields[i].Subfields)
	}
	dst = append(dst, packedVersion)
	dst = append(dst, r.Leader[:]...)
	dst = binary.AppendUvarint(dst, uint64(len(r.Fields)))
	dst = binary.AppendUvarint(dst, uint64(subfields))
	for i := range r.Fields {
		dst = appendPackedField(dst, &r.Fields[i])
	}
	return dst
}

func appendPackedField(dst []byte, f *Field) []byte {
	dst = append(dst, f.Tag[:]...)
	switch control := f.Tag.Control(); {
	case control && f.Ind1 == 0 && f.Ind2 == 0 && len(f.Subfields) == 0:
		dst = binary.AppendUvarint(dst, uint64(len(f.Value))<<1)
		return append(dst, f.Value...)
	case !control && f.Value == "":
		dst = binary.AppendUvarint(dst, uint64(len(f.Subfields))<<1)
		dst = append(dst, f.Ind1, f.Ind2)
	default:
		dst = binary.AppendUvarint(dst, uint64(len(f.Subfields))<<1|1)
		dst = append(dst, f.Ind1, f.Ind2)
		dst = binary.AppendUvarint(dst, uint64(len(f.Value)))
		dst = append(dst, f.Value...)
	}
	for i := range f.Subfields {
		s := &f.Subfields[i]
		dst = append(dst, s.Code)
		dst = binary.AppendUvarint(dst, uint64(len(s.Value)))
		dst = append(dst, s.Value...)
	}
	return dst
}

// Unpack reads what AppendPacked wrote. The record shares no memory with
// data; its values share one string. Anything else is ErrPacked.
func Unpack(data []byte) (*Record, error) { return UnpackTags(data, nil) }

// UnpackTags is Unpack of the fields alone whose tags are in the set, which
// takes less time and memory. Nil stands for all tags.
func UnpackTags(data []byte, tags *Tags) (*Record, error) {
	if len(data) < 1+LeaderLength || data[0] != packedVersion {
		return nil, ErrPacked
	}
	u := unpacker{text: string(data), pos: 1 + LeaderLength, ok: true}
	r := new(Record)
	copy(r.Leader[:], data[1:])

	fields, subfields := u.uvarint(), u.uvarint()
	rest := uint64(len(u.text) - u.pos)
	if !u.ok || fields > rest/uint64(minPackedField) || subfields > rest/minPackedSubfield {
		return nil, ErrPacked
	}
	u.left = subfields
	if tags != nil {
		r.Fields = u.chosen(fields, tags)
	} else {
		r.Fields = u.all(fields)
	}
	if !u.ok || u.pos != len(u.text) || u.left != 0 {
		return nil, ErrPacked
	}
	return r, nil
}

// unpacker walks the packed text. Once ok is false it stays so, and what the
// methods return then means nothing.
type unpacker struct {
	text string
	pos  int
	left uint64     // subfields that are still to come
	slab []Subfield // not yet given to a field
	ok   bool
}

func (u *unpacker) all(n uint64) []Field {
	if n == 0 {
		return nil
	}
	fields := make([]Field, n)
	if u.left > 0 {
		u.slab = make([]Subfield, u.left)
	}
	for i := range fields {
		if u.field(&fields[i]); !u.ok {
			break
		}
	}
	return fields
}

// chosen has room for the usual number of fields that are not all.
func (u *unpacker) chosen(n uint64, tags *Tags) (fields []Field) {
	const usual = 12
	fields = make([]Field, 0, min(n, usual))
	for range n {
		if !u.ok || len(u.text)-u.pos < minPackedField {
			u.ok = false
			break
		}
		if tag := Tag([]byte(u.text[u.pos : u.pos+len(Tag{})])); !tags.Has(tag) {
			u.skip(tag)
			continue
		}
		fields = append(fields, Field{})
		u.field(&fields[len(fields)-1])
	}
	return fields
}

func (u *unpacker) field(f *Field) {
	if len(u.text)-u.pos < minPackedField {
		u.ok = false
		return
	}
	copy(f.Tag[:], u.text[u.pos:])
	u.pos += len(f.Tag)
	n := u.uvarint()
	mixed := n&1 == 1
	n >>= 1
	if !mixed && f.Tag.Control() {
		f.Value = u.bytes(n)
		return
	}
	if len(u.text)-u.pos < 2 {
		u.ok = false
		return
	}
	f.Ind1, f.Ind2 = u.text[u.pos], u.text[u.pos+1]
	u.pos += 2
	if mixed {
		f.Value = u.bytes(u.uvarint())
	}
	if n > u.left {
		u.ok = false
		return
	}
	if n == 0 {
		return
	}
	f.Subfields = u.room(n)
	u.subfields(f.Subfields)
}

// room is memory for n subfields, of which there are as many to come.
func (u *unpacker) room(n uint64) (subs []Subfield) {
	const usual = 24
	if n > uint64(len(u.slab)) {
		u.slab = make([]Subfield, max(n, min(u.left, usual)))
	}
	u.left -= n
	subs, u.slab = u.slab[:n:n], u.slab[n:]
	return subs
}

// skip passes over a field.
func (u *unpacker) skip(tag Tag) {
	u.pos += len(tag)
	n := u.uvarint()
	mixed := n&1 == 1
	n >>= 1
	if !mixed && tag.Control() {
		u.bytes(n)
		return
	}
	u.bytes(2)
	if mixed {
		u.bytes(u.uvarint())
	}
	if n > u.left {
		u.ok = false
		return
	}
	u.left -= n
	for ; n > 0 && u.ok; n-- {
		u.bytes(1)
		u.bytes(u.uvarint())
	}
}

// subfields has text and position in variables of its own, and reads the length
// of a short value itself: here is most of what a record consists of.
func (u *unpacker) subfields(subs []Subfield) {
	text, pos := u.text, u.pos
	for i := range subs {
		if len(text)-pos < minPackedSubfield {
			u.ok = false
			return
		}
		code, n := text[pos], int(text[pos+1])
		pos += minPackedSubfield
		if n >= 0x80 {
			u.pos = pos - 1
			long := u.uvarint()
			if pos = u.pos; !u.ok || long > uint64(len(text)) {
				u.ok = false
				return
			}
			n = int(long)
		}
		if n > len(text)-pos {
			u.ok = false
			return
		}
		subs[i] = Subfield{Code: code, Value: text[pos : pos+n]}
		pos += n
	}
	u.pos = pos
}

func (u *unpacker) bytes(n uint64) string {
	if n > uint64(len(u.text)-u.pos) {
		u.ok = false
		return ""
	}
	s := u.text[u.pos : u.pos+int(n)]
	u.pos += int(n)
	return s
}

func (u *unpacker) uvarint() uint64 {
	if u.pos < len(u.text) && u.text[u.pos] < 0x80 {
		u.pos++
		return uint64(u.text[u.pos-1])
	}
	var n uint64
	for shift := uint(0); shift < 63 && u.pos < len(u.text); shift += 7 {
		b := u.text[u.pos]
		u.pos++
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	u.ok = false
	return 0
}
