package search

import (
	"issnd/issn"
	"issnd/marc"
)

// marc adds the subfields, control fields and coded positions of a record.
func (b *builder) marc(r *marc.Record) {
	b.begin(marcField)
	b.seen.clear()
	b.positions(tagLeader, string(r.Leader[:]))
	for i := range r.Fields {
		f := &r.Fields[i]
		if f.Tag.Control() {
			b.control(f)
			continue
		}
		tag := f.Linked()
		for j := range f.Subfields {
			if s := &f.Subfields[j]; s.Code != '6' && s.Code != '8' {
				b.subfield(tag, s)
			}
		}
	}
}

// control adds a control field, as a whole or by its positions.
func (b *builder) control(f *marc.Field) {
	whole := controlFields[f.Tag]
	if whole == nil {
		b.positions(f.Tag, f.Value)
		return
	}
	if s, ok := normal(whole, f.Value); ok {
		start := b.path(f.Tag, 0)
		b.buf = append(b.buf, s...)
		b.tail(start)
	}
}

// positions adds the coded positions of the leader or of a control field.
func (b *builder) positions(tag marc.Tag, value string) {
	for i := range positionList {
		p := &positionList[i]
		if p.tag != tag || len(value) < p.to {
			continue
		}
		start := len(b.buf)
		b.buf = append(append(b.buf, p.name...), pathEnd...)
		coded, known := appendCoded(b.buf, value[p.from:p.to])
		if known {
			b.buf = coded
			b.tail(start)
		} else {
			b.buf = b.buf[:start]
		}
	}
}

// subfield adds the words of a subfield, and the ISSNs among them.
func (b *builder) subfield(tag marc.Tag, s *marc.Subfield) {
	folded := b.fold(s.Value)
	b.words, _ = appendWords(b.words[:0], b.bytes(folded), 0)
	if len(b.words) == 2 && (tag[0] == '0' || s.Code == 'x') {
		if id, ok := two(b.bytes(b.words[0].in(folded)), b.bytes(b.words[1].in(folded))); ok {
			b.serial(tag, s.Code, id)
			return // its halves alone are nothing to search for; years elsewhere are
		}
	}
	for i, w := range b.words {
		at := w.in(folded)
		if i > 0 && b.words[i-1].place == w.place-1 {
			if id, ok := two(b.bytes(b.words[i-1].in(folded)), b.bytes(at)); ok {
				b.serial(tag, s.Code, id)
			}
		}
		if id, ok := one(b.bytes(at)); ok {
			b.serial(tag, s.Code, id)
			continue
		}
		start := b.path(tag, s.Code)
		b.buf = append(b.buf, b.bytes(at)...)
		b.tail(start)
	}
}

func (b *builder) serial(tag marc.Tag, code byte, id issn.ISSN) {
	start := b.path(tag, code)
	b.buf = appendNumber(b.buf, id)
	b.tail(start)
}

// path starts a term of a subfield or, where the code is 0, of a control field.
func (b *builder) path(tag marc.Tag, code byte) (start int) {
	start = len(b.buf)
	b.buf = append(b.buf, tag[:]...)
	if code != 0 {
		b.buf = append(b.buf, code)
	}
	b.buf = append(b.buf, pathEnd...)
	return start
}
