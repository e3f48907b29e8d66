package search

import (
	"bytes"

	"issnd/register"
)

// builder makes the fields of one document after the other. All terms of a
// document are parts of one text.
type builder struct {
	views  [2]*register.View
	values [2][]string
	first  string // of all values of the point that was just added

	headings extent // the public whole values of the point that is being added
	leads    extent // the words that public values of it begin with

	buf    []byte
	tokens []token
	starts []fieldStart
	points [][2]extent // the tokens of points, by their numbers
	spans  []span
	words  []word
	seen   set
}

// span is a part of builder.buf.
type span struct{ start, end int32 }

type token struct {
	at    span
	place uint32
}

// extent is a part of builder.tokens.
type extent struct{ from, to int }

// fieldStart is where the tokens of a field begin.
type fieldStart struct {
	name  string
	first int
}

var (
	startMark = span{0, 1}
	endMark   = span{1, 2}
)

// reset starts a document of so many points.
func (b *builder) reset(points int) {
	if len(b.points) < points {
		b.points = make([][2]extent, points)
	}
	clear(b.points)
	b.buf = append(append(b.buf[:0], Start...), End...)
	b.tokens, b.starts = b.tokens[:0], b.starts[:0]
}

func (b *builder) bytes(at span) []byte { return b.buf[at.start:at.end] }

// fold adds the folded text.
func (b *builder) fold(s string) span {
	start := len(b.buf)
	b.buf = appendFold(b.buf, s)
	return span{int32(start), int32(len(b.buf))}
}

// put adds the text as it is.
func (b *builder) put(s string) span {
	start := len(b.buf)
	b.buf = append(b.buf, s...)
	return span{int32(start), int32(len(b.buf))}
}

// begin starts a field. What is added from now on is in it; first is the number
// of the first token.
func (b *builder) begin(field string) (first int) {
	b.starts = append(b.starts, fieldStart{field, len(b.tokens)})
	return len(b.tokens)
}

func (b *builder) token(at span, place int) {
	b.tokens = append(b.tokens, token{at, uint32(place)})
}

// once adds a term without a place, unless the field has it.
func (b *builder) once(at span) {
	if b.seen.add(b.buf, at) {
		b.token(at, 0)
	}
}

// tail adds the text from start on as once does.
func (b *builder) tail(start int) {
	at := span{int32(start), int32(len(b.buf))}
	if b.seen.add(b.buf, at) {
		b.token(at, 0)
	} else {
		b.buf = b.buf[:start]
	}
}

// text adds the words of a folded value with their places, from the given one
// on, and returns the place after the last.
func (b *builder) text(at span, place int) int {
	b.token(startMark, place)
	b.words, place = appendWords(b.words[:0], b.bytes(at), place+1)
	for _, w := range b.words {
		b.token(w.in(at), w.place)
	}
	b.token(endMark, place)
	return place + 1
}

// in is where the word stands if its text stands at the given place.
func (w word) in(at span) span { return span{at.start + int32(w.start), at.start + int32(w.end)} }

// repeated reports whether the text of a span is that of another one.
func (b *builder) repeated(spans []span, at span) bool {
	for _, s := range spans {
		if bytes.Equal(b.bytes(s), b.bytes(at)) {
			return true
		}
	}
	return false
}

// keep notes that all tokens from the given one on are the words of a point.
func (b *builder) keep(f *pointFields, a audience, from int) {
	b.points[f.number][a] = extent{from, len(b.tokens)}
}

// mark makes the terms those that once does not add.
func (b *builder) mark(e extent) {
	for _, t := range b.tokens[e.from:e.to] {
		b.seen.add(b.buf, t.at)
	}
}

// fields makes the fields of what was added; those without terms are left out.
func (b *builder) fields() []FieldTokens {
	text := string(b.buf)
	all := make([]Token, len(b.tokens))
	for i, t := range b.tokens {
		all[i] = Token{Term: text[t.at.start:t.at.end], Pos: t.place}
	}
	list := make([]FieldTokens, 0, len(b.starts))
	for i, s := range b.starts {
		end := len(all)
		if i+1 < len(b.starts) {
			end = b.starts[i+1].first
		}
		if end > s.first {
			list = append(list, FieldTokens{Field: s.name, Tokens: all[s.first:end:end]})
		}
	}
	return list
}
