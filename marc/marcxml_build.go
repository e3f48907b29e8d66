package marc

import (
	"bytes"
	"fmt"
	"strconv"
)

// xmlState is where in a record the builder is.
type xmlState uint8

const (
	inRecord xmlState = iota
	inLeader
	inControl
	inData
	inSubfield
	inUnknown
)

// xmlBuilder makes a record of tokens. Values are gathered in one buffer, and
// become parts of one string in the end.
type xmlBuilder struct {
	open      [][]byte // names of the elements, from the record on
	state     xmlState
	text      []byte
	leader    []byte // nil until there is one
	fields    []xmlField
	subfields []xmlSubfield
	stray     xmlSubfield // text of a data field outside of subfields
	problems  problems
	reason    string // why the record must be rejected, or ""
}

type xmlField struct {
	tag        Tag
	ind1, ind2 byte
	control    bool // a controlfield element, whose value is text[from:to]
	from, to   int
	subfields  int // of the builder's when the field begins
}

type xmlSubfield struct {
	code     byte
	from, to int
}

func (b *xmlBuilder) reset(name string) {
	*b = xmlBuilder{
		open: append(b.open[:0], []byte(name)), text: b.text[:0],
		fields: b.fields[:0], subfields: b.subfields[:0],
	}
}

// token takes the next token and reports whether the record is complete. An
// error is a mistake in the nesting; what else is wrong rejects the record
// when it is complete.
func (b *xmlBuilder) token(t *token) (done bool, err error) {
	switch t.kind {
	case textToken:
		return false, b.characters(t.data, false)
	case cdataToken:
		return false, b.characters(t.data, true)
	case startTag:
		if len(b.open) == maxDepth {
			return false, fmt.Errorf("elements are nested too deep")
		}
		b.push(t.name)
		if err := b.start(t); err != nil || !t.empty {
			return false, err
		}
	}
	last := len(b.open) - 1
	if !bytes.Equal(b.open[last], t.name) {
		return false, fmt.Errorf("end tag %.40q for %.40q", t.name, b.open[last])
	}
	b.open = b.open[:last]
	b.end()
	return last == 0, nil
}

// push keeps a copy of name in the memory of the names before.
func (b *xmlBuilder) push(name []byte) {
	n := len(b.open)
	if n < cap(b.open) {
		b.open = b.open[:n+1]
		b.open[n] = append(b.open[n][:0], name...)
		return
	}
	b.open = append(b.open, bytes.Clone(name))
}

func (b *xmlBuilder) reject(format string, args ...any) {
	if b.reason == "" {
		b.reason = fmt.Sprintf(format, args...)
	}
}

func (b *xmlBuilder) start(t *token) error {
	local := string(t.local())
	switch {
	case b.state == inRecord && local == "leader":
		if b.leader != nil {
			b.reject("two leaders")
		}
		b.state, b.leader = inLeader, []byte{}
		return attributes(t.attrs, func(_, _ []byte) {})
	case b.state == inRecord && (local == "controlfield" || local == "datafield"):
		return b.startField(t, local == "controlfield")
	case b.state == inData && local == "subfield":
		return b.startSubfield(t)
	}
	b.reject("element %.40q where it does not belong", t.name)
	b.state = inUnknown
	return attributes(t.attrs, func(_, _ []byte) {})
}

func (b *xmlBuilder) startField(t *token, control bool) error {
	f := xmlField{control: control, from: len(b.text), subfields: len(b.subfields)}
	b.state = inData
	if control {
		b.state = inControl
	}
	b.stray = xmlSubfield{code: 'a', from: len(b.text), to: len(b.text)}
	err := attributes(t.attrs, func(name, value []byte) {
		switch string(name) {
		case "tag":
			if len(value) != len(f.tag) || !printable(value) {
				b.reject("tag %q", value)
			}
			copy(f.tag[:], value)
		case "ind1":
			f.ind1 = indicatorXML(value)
		case "ind2":
			f.ind2 = indicatorXML(value)
		}
	})
	switch {
	case f.tag == (Tag{}):
		b.reject("field %d has no tag", len(b.fields)+1)
	case !alphanumeric(f.tag[0]) || !alphanumeric(f.tag[1]) || !alphanumeric(f.tag[2]):
		b.problems.add(ProblemTag, "", strconv.Quote(f.tag.String()))
	}
	for _, ind := range []*byte{&f.ind1, &f.ind2} {
		if *ind == 0 {
			*ind = ' '
			if !control {
				b.problems.add(ProblemIndicators, f.tag.String(), "missing or not one character")
			}
		}
	}
	b.fields = append(b.fields, f)
	return err
}

// indicatorXML is an indicator, or 0 if the value is none.
func indicatorXML(value []byte) byte {
	if len(value) != 1 || value[0] < ' ' || value[0] > '~' {
		return 0
	}
	return value[0]
}

func (b *xmlBuilder) startSubfield(t *token) error {
	b.keepStray()
	s := xmlSubfield{from: len(b.text)}
	b.state = inSubfield
	tag := b.fields[len(b.fields)-1].tag
	err := attributes(t.attrs, func(name, value []byte) {
		if string(name) != "code" {
			return
		}
		if len(value) != 1 || !printable(value) {
			b.reject("subfield code %q in field %s", value, tag)
			return
		}
		if s.code = value[0]; s.code == ' ' {
			b.problems.add(ProblemSubfieldCode, tag.String(), "blank")
		}
	})
	if s.code == 0 {
		b.reject("a subfield of field %s has no code", tag)
	}
	b.subfields = append(b.subfields, s)
	return err
}

func printable(value []byte) bool {
	for _, c := range value {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

func (b *xmlBuilder) characters(data []byte, literal bool) (err error) {
	if (b.state == inRecord || b.state == inData) && len(bytes.TrimSpace(data)) == 0 {
		return nil
	}
	dst := &b.text
	switch b.state {
	case inLeader:
		dst = &b.leader
	case inRecord, inUnknown:
		b.reject("text outside of fields: %.40q", data)
	}
	data = lineFeeds(data)
	if literal {
		*dst = append(*dst, data...)
	} else {
		*dst, err = appendReferences(*dst, data)
	}
	if b.state == inData {
		b.stray.to = len(b.text)
	}
	return err
}

// keepStray makes a subfield of the text that stands in a data field before
// the next subfield.
func (b *xmlBuilder) keepStray() {
	if b.stray.to > b.stray.from {
		b.problems.add(ProblemText, b.fields[len(b.fields)-1].tag.String(), "kept as subfield a")
		b.subfields = append(b.subfields, b.stray)
	}
}

// end leaves the innermost element, already taken off the open ones.
func (b *xmlBuilder) end() {
	switch b.state {
	case inSubfield:
		b.subfields[len(b.subfields)-1].to = len(b.text)
		b.stray = xmlSubfield{code: 'a', from: len(b.text), to: len(b.text)}
		b.state = inData
		return
	case inControl:
		b.fields[len(b.fields)-1].to = len(b.text)
	case inData:
		b.keepStray()
	case inUnknown:
		if len(b.open) > 1 {
			return
		}
	}
	b.state = inRecord
}
