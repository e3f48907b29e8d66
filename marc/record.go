// Package marc holds MARC 21 bibliographic records and reads and writes them
// as ISO 2709, MARCXML and a packed form of our own for the store.
//
// The model loses nothing: the order of fields and subfields, indicators,
// empty subfields, repeated and unknown tags all survive a round trip.
package marc

// Tag is the three-character label of a field, for example "022".
type Tag [3]byte

// T makes a Tag from a three-character literal. It panics on another length,
// so it is for constants in the code and never for input.
func T(s string) Tag {
	if len(s) != 3 {
		panic("marc: a tag has three characters: " + s)
	}
	return Tag{s[0], s[1], s[2]}
}

// String is the tag as text.
func (t Tag) String() string { return string(t[:]) }

// Control reports whether the tag is that of a control field, 00X
// (MARC 21 "Record Structure", variable control fields).
func (t Tag) Control() bool { return t[0] == '0' && t[1] == '0' }

// LeaderLength is the number of bytes of a leader.
const LeaderLength = 24

// Leader is the 24-byte record label. Lengths and the base address in it
// (positions 00-04 and 12-16) are zeros as the readers leave it and computed by
// the writers; position 09 is 'a', because the text is UTF-8; every other
// position is kept as read.
type Leader [LeaderLength]byte

// String is the leader as text.
func (l Leader) String() string { return string(l[:]) }

// Subfield is one data element: its code, usually a letter or digit, and its
// value, which may be empty.
type Subfield struct {
	Code  byte
	Value string
}

// Field is a control field, which has a Value and nothing else, or a data
// field, which has two indicators and subfields and no Value.
type Field struct {
	Tag       Tag
	Ind1      byte
	Ind2      byte
	Value     string
	Subfields []Subfield
}

// Record is one MARC 21 record: UTF-8 text in the order in which it was read.
// Records are shared between goroutines by the register, so whoever receives
// one must not change it.
type Record struct {
	Leader Leader
	Fields []Field
}

// Control is the value of the first control field with the tag, or "".
func (r *Record) Control(t Tag) string {
	for i := range r.Fields {
		if r.Fields[i].Tag == t {
			return r.Fields[i].Value
		}
	}
	return ""
}

// First is the first field with the tag, or nil.
func (r *Record) First(t Tag) *Field {
	for i := range r.Fields {
		if r.Fields[i].Tag == t {
			return &r.Fields[i]
		}
	}
	return nil
}

// Each yields the fields with the tag in record order.
func (r *Record) Each(t Tag) func(yield func(*Field) bool) {
	return func(yield func(*Field) bool) {
		for i := range r.Fields {
			if r.Fields[i].Tag == t && !yield(&r.Fields[i]) {
				return
			}
		}
	}
}

// Get is the value of the first subfield with the code, or "".
func (f *Field) Get(code byte) string {
	for i := range f.Subfields {
		if f.Subfields[i].Code == code {
			return f.Subfields[i].Value
		}
	}
	return ""
}

// All yields the values of the subfields with the code in order.
func (f *Field) All(code byte) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for i := range f.Subfields {
			if f.Subfields[i].Code == code && !yield(f.Subfields[i].Value) {
				return
			}
		}
	}
}

// Linked is the tag of the field whose text an 880 holds in another script (MARC
// 21 Bibliographic, Appendix A, $6), and that of the field itself where it is no
// 880 or its link cannot be read.
func (f *Field) Linked() Tag {
	if f.Tag != tag880 {
		return f.Tag
	}
	s := f.Get('6')
	if len(s) < 3 {
		return f.Tag
	}
	for i := range 3 {
		if s[i] < '0' || s[i] > '9' {
			return f.Tag
		}
	}
	return Tag{s[0], s[1], s[2]}
}

var tag880 = T("880")

// Code is the character at position pos of a fixed-length control field value
// such as 008, or ' ' past its end, so that short values read as blank.
func Code(value string, pos int) byte {
	if pos < 0 || pos >= len(value) {
		return ' '
	}
	return value[pos]
}
