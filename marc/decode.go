package marc

import (
	"bytes"
	"fmt"
)

// Decode reads one ISO 2709 record, with or without its terminator, as
// leniently as it can without guessing: what it repairs is in the problems,
// what it cannot read is a *RecordError whose position is zero. The text is
// UTF-8 and leader/09 is 'a' whatever the record was written in.
func Decode(raw []byte) (*Record, []Problem, error) {
	var d decoder
	r := new(Record)
	problems, bad := d.decode(raw, r)
	if bad != nil {
		return nil, nil, bad
	}
	return r, problems, nil
}

// decoder decodes one record after another and keeps its scratch space.
type decoder struct {
	raw      []byte // without the terminator
	body     []byte // the part after the directory
	declared bool   // leader/09 says UTF-8
	text     string // body, when values can be cut from it unchanged
	legacy   charset
	fields   []span
	entries  []entry
	marks    marks
	slabs    *slabs // nil: the record has memory of its own
	problems problems
}

// span is a field: its tag and its bytes in the body without the terminator.
type span struct {
	tag      Tag
	from, to int
}

// decode fills in r, which is empty, and tells what was repaired or why the
// record cannot be read.
func (d *decoder) decode(raw []byte, r *Record) ([]Problem, *RecordError) {
	*d = decoder{raw: raw, fields: d.fields[:0], entries: d.entries[:0], marks: d.marks, slabs: d.slabs}
	if n := len(raw); n > 0 && raw[n-1] == recordTerminator {
		d.raw = raw[:n-1]
	} else {
		d.problems.add(ProblemNoTerminator, "", "")
	}
	if len(d.raw) <= LeaderLength {
		return nil, recordError(ErrorTooShort, fmt.Sprintf("%d bytes hold no leader and directory", len(raw)), raw)
	}
	if n, ok := digits(raw[:5]); !ok || n != len(raw) {
		d.problems.add(ProblemLength, "leader", fmt.Sprintf("%q in a record of %d bytes", raw[:5], len(raw)))
	}
	d.declared = raw[9] == 'a'
	r.Leader = Leader(raw[:LeaderLength])
	d.problems.leader(&r.Leader)
	if d.clean(r) {
		return d.problems, nil
	}
	if code, reason := d.directory(); code != "" {
		return nil, recordError(code, reason, raw)
	}
	d.classify()
	d.build(r)
	return d.problems, nil
}

func recordError(code, reason string, raw []byte) *RecordError {
	return &RecordError{Code: code, Reason: reason, Raw: bytes.Clone(raw[:min(len(raw), MaxErrorRaw)])}
}

// build fills r with the fields; all subfields come from one slab.
func (d *decoder) build(r *Record) {
	if len(d.fields) == 0 {
		return
	}
	r.Fields = make([]Field, len(d.fields))
	slab := make([]Subfield, 0, bytes.Count(d.body, []byte{delimiter}))
	for i, s := range d.fields {
		slab = d.field(&r.Fields[i], s, slab)
	}
}

func (d *decoder) field(f *Field, s span, slab []Subfield) []Subfield {
	f.Tag = s.tag
	data := d.body[s.from:s.to]
	set := asUTF8
	if d.text == "" {
		set = d.charsetOf(data, s.tag)
	}
	first := 2
	if len(data) < 3 || data[2] != delimiter || data[0] == delimiter || data[1] == delimiter {
		first = bytes.IndexByte(data, delimiter)
	}
	if f.Tag.Control() {
		if first < 0 {
			f.Value = d.value(set, s.tag, s.from, s.to)
			return slab
		}
		d.problems.add(ProblemControlSubfields, f.Tag.String(), "")
	}
	n := len(slab)
	if first == 2 {
		f.Ind1, f.Ind2 = d.indicator(data[0], s.tag), d.indicator(data[1], s.tag)
	} else {
		slab = d.prefix(f, set, s, first, slab)
	}
	if first >= 0 {
		slab = d.subfields(set, s, s.from+first, slab)
	}
	if len(slab) > n {
		f.Subfields = slab[n:len(slab):len(slab)]
	} else if f.Tag.Control() {
		f.Ind1, f.Ind2 = 0, 0
	} else {
		d.problems.add(ProblemNoSubfields, f.Tag.String(), "")
	}
	return slab
}

// subfields appends what stands from the delimiter at offset at to the end of
// the field.
func (d *decoder) subfields(set charset, s span, at int, slab []Subfield) []Subfield {
	for at < s.to {
		from := at + 1
		to := s.to
		if n := bytes.IndexByte(d.body[from:to], delimiter); n >= 0 {
			to = from + n
		}
		at = to
		if from == to {
			d.problems.add(ProblemSubfieldCode, s.tag.String(), "delimiter without a code")
			continue
		}
		code := d.body[from]
		switch {
		case code > ' ' && code <= '~':
			from++
		case code < ' ' || code == 0x7F:
			d.problems.add(ProblemSubfieldCode, s.tag.String(), fmt.Sprintf("%#02x", code))
			code = '?'
			from++
		case code == ' ':
			d.problems.add(ProblemSubfieldCode, s.tag.String(), "blank")
			from++
		default: // the first byte of text
			d.problems.add(ProblemSubfieldCode, s.tag.String(), fmt.Sprintf("%#02x", code))
			code = '?'
		}
		slab = append(slab, Subfield{Code: code, Value: d.value(set, s.tag, from, to)})
	}
	return slab
}

// prefix handles a data field that does not begin with two indicators and a
// delimiter; first is the offset of the delimiter in it, or -1. Text there
// becomes a subfield a. Two digits or blanks before it are the indicators.
func (d *decoder) prefix(f *Field, set charset, s span, first int, slab []Subfield) []Subfield {
	end := s.to
	if first >= 0 {
		end = s.from + first
	}
	f.Ind1, f.Ind2 = ' ', ' '
	head := d.body[s.from:end]
	text := s.from
	if len(head) <= 2 || (plainIndicator(head[0]) && plainIndicator(head[1])) {
		text = s.from + min(2, len(head))
		for i, ind := range []*byte{&f.Ind1, &f.Ind2} {
			if i < len(head) {
				*ind = d.indicator(head[i], s.tag)
			}
		}
	}
	if len(head) != 2 {
		d.problems.add(ProblemIndicators, s.tag.String(), fmt.Sprintf("%d bytes before the first subfield", len(head)))
	}
	if value := d.value(set, s.tag, text, end); len(bytes.TrimSpace(d.body[text:end])) > 0 && value != "" {
		d.problems.add(ProblemText, s.tag.String(), "kept as subfield a")
		slab = append(slab, Subfield{Code: 'a', Value: value})
	}
	return slab
}

func plainIndicator(b byte) bool { return b == ' ' || b >= '0' && b <= '9' }

func (d *decoder) indicator(b byte, t Tag) byte {
	if b < ' ' || b > '~' {
		d.problems.add(ProblemIndicators, t.String(), fmt.Sprintf("%#02x", b))
		return ' '
	}
	return b
}

// digits is the value of b if all of it are decimal digits.
func digits(b []byte) (n int, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}
