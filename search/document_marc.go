package search

import (
	"issnd/issn"
	"issnd/marc"
)

// marc adds the subfields and coded positions of a record.
func (b *builder) marc(r *marc.Record) {
	b.begin(marcField)
	b.seen.clear()
	for i := range positionList {
		b.position(&positionList[i], r)
	}
	for i := range r.Fields {
		f := &r.Fields[i]
		if f.Tag.Control() {
			continue
		}
		tag := effectiveTag(f)
		for j := range f.Subfields {
			if s := &f.Subfields[j]; s.Code != '6' && s.Code != '8' {
				b.subfield(tag, s)
			}
		}
	}
}

func (b *builder) position(p *position008, r *marc.Record) {
	var value string
	if p.tag == tagLeader {
		value = string(r.Leader[:])
	} else {
		value = r.Control(p.tag)
	}
	if len(value) < p.to {
		return
	}
	start := len(b.buf)
	b.buf = append(append(b.buf, p.name...), pathEnd...)
	fill := true
	for _, c := range []byte(value[p.from:p.to]) {
		switch {
		case c == '|' || c >= 0x7F || c < ' ':
			c = '|'
		case c == ' ', c == '^':
			c = '#'
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		}
		fill = fill && c == '|'
		b.buf = append(b.buf, c)
	}
	if !fill {
		b.tail(start)
	}
}

// subfield adds the words of a subfield, and the ISSNs among them.
func (b *builder) subfield(tag marc.Tag, s *marc.Subfield) {
	folded := b.fold(s.Value)
	b.words, _ = appendWords(b.words[:0], b.bytes(folded), 0)
	if len(b.words) == 2 {
		if id, ok := two(b.bytes(b.words[0].in(folded)), b.bytes(b.words[1].in(folded))); ok {
			b.serial(tag, s.Code, id)
			return // its halves alone are nothing to search for
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

// path starts a term of a subfield.
func (b *builder) path(tag marc.Tag, code byte) (start int) {
	start = len(b.buf)
	b.buf = append(append(append(b.buf, tag[:]...), code), pathEnd...)
	return start
}
