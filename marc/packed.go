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
func Unpack(data []byte) (*Record, error) { return new(Unpacker).Unpack(data) }

// Unpacker unpacks records that are read one after another and are of use
// together: they share memory, so that one that is kept keeps a few others. The
// zero Unpacker gives each record its own.
type Unpacker struct {
	slabs slabs
	ahead int // how many records are still expected
}

// Begin gives the memory of all records so far to the next ones, of which about
// so many will follow. Whoever has one of the former must not use it any more;
// the text of it may be kept.
func (u *Unpacker) Begin(records int) {
	u.slabs.again()
	u.ahead = records
}

// Unpack is the function of that name.
func (u *Unpacker) Unpack(data []byte) (*Record, error) {
	c, fields, subfields, err := openPacked(data)
	if err != nil {
		return nil, err
	}
	return u.unpack(data, string(data[c.pos:]), int(fields), int(subfields))
}

// openPacked reads what stands before the fields: how many they are, and how
// many subfields are in them. The cursor stands at the first.
func openPacked(data []byte) (c cursor[[]byte], fields, subfields uint64, err error) {
	if len(data) < 1+LeaderLength || data[0] != packedVersion {
		return c, 0, 0, ErrPacked
	}
	c = cursor[[]byte]{text: data, pos: 1 + LeaderLength, ok: true}
	fields, subfields = c.uvarint(), c.uvarint()
	rest := uint64(len(data) - c.pos)
	if !c.ok || fields > rest/uint64(minPackedField) || subfields > rest/minPackedSubfield {
		return c, 0, 0, ErrPacked
	}
	return c, fields, subfields, nil
}

// unpack makes a record of the leader of data and of fields that are all of text.
func (u *Unpacker) unpack(data []byte, text string, fields, subfields int) (*Record, error) {
	w := unpacker{cursor: cursor[string]{text: text, ok: true}}
	r := &u.slabs.records.take(1, min(u.ahead, recordsAtOnce))[0]
	*r = Record{Leader: Leader(data[1:])}
	if fields > 0 {
		r.Fields = u.slabs.fields.take(fields, u.least(fieldsAtOnce))
		clear(r.Fields)
	}
	if subfields > 0 {
		w.slab = u.slabs.subfields.take(subfields, u.least(subfieldsAtOnce))
	}
	u.ahead = max(0, u.ahead-1)
	for i := range r.Fields {
		if w.field(&r.Fields[i]); !w.ok {
			break
		}
	}
	if !w.ok || w.pos != len(w.text) || len(w.slab) != 0 {
		return nil, ErrPacked
	}
	return r, nil
}

// least is how many elements a piece of memory has at least: a part of those for
// many records, as large as the part of these that is still expected.
func (u *Unpacker) least(atOnce int) int {
	return min(u.ahead, recordsAtOnce) * atOnce / recordsAtOnce
}

// unpacker walks the packed text. What its methods return means nothing once
// the cursor is not ok.
type unpacker struct {
	cursor[string]
	slab []Subfield // not yet given to a field
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
	if n > uint64(len(u.slab)) {
		u.ok = false
		return
	}
	if n == 0 {
		return
	}
	f.Subfields, u.slab = u.slab[:n:n], u.slab[n:]
	u.subfields(f.Subfields)
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
