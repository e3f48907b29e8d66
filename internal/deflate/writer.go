// Package deflate compresses lines of fields, N-Triples above all, into gzip
// members (RFC 1951, RFC 1952), in two thirds of the time that it takes where
// nothing is known of the text.
//
// What repeats in such lines begins and ends where fields do. A line is a field
// up to the first space, another up to the second, and the rest: in N-Triples
// the subject, the predicate and the object. So each field is looked for as a
// whole; other bytes are searched only in fields that are new, and coarsely. As
// most of what is written are matches, the fixed codes do.
//
// Any other text comes back as it was as well, but may be an eighth longer.
package deflate

import (
	"encoding/binary"
	"hash/crc32"
	"io"
)

// How much text is compressed at a time, and how much is held at most: what
// matches reach, and what is to come.
const (
	piece     = 64 << 10
	mostAhead = 2 * piece
	mostText  = window + piece + mostAhead
)

// Writer writes gzip members, one after the other, each after a Reset. The same
// writes make the same bytes.
type Writer struct {
	out    io.Writer
	text   []byte
	done   int // how much of the text is compressed
	crc    uint32
	size   uint32
	finder finder
	block  block
}

// Reset begins a member without name and time.
func (w *Writer) Reset(out io.Writer) {
	w.out, w.text, w.done = out, w.text[:0], 0
	w.crc, w.size = 0, 0
	w.finder.reset()
	w.block.reset(append(w.block.out[:0], 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 4, 255))
}

// Write compresses text. It is best for it to end with a line. An error is one
// of the writer below.
func (w *Writer) Write(p []byte) (n int, err error) {
	for n < len(p) {
		next := p[n:min(len(p), n+mostAhead)]
		w.add(next)
		if len(w.text)-w.done >= piece {
			if err := w.compress(); err != nil {
				return n, err
			}
		}
		n += len(next)
	}
	return n, nil
}

// add takes text, and lets go of what no match can reach.
func (w *Writer) add(p []byte) {
	w.crc = crc32.Update(w.crc, crc32.IEEETable, p)
	w.size += uint32(len(p))
	if n := w.done - window; n > 0 && len(w.text)+len(p) > mostText {
		w.text = w.text[:copy(w.text, w.text[n:])]
		w.done = window
		w.finder.slide(n)
	}
	w.text = append(w.text, p...)
}

func (w *Writer) compress() error {
	w.finder.find(w.text, w.done)
	tokens, text := w.finder.tokens, w.text[w.done:]
	w.block.write(tokens, text)
	w.done = len(w.text)
	return w.flush()
}

// flush sends the bytes that are full.
func (w *Writer) flush() error {
	_, err := w.out.Write(w.block.out)
	w.block.out = w.block.out[:0]
	return err
}

// Close ends the member. It does not close the writer below.
func (w *Writer) Close() error {
	if w.done < len(w.text) {
		if err := w.compress(); err != nil {
			return err
		}
	}
	b := &w.block
	b.finish()
	b.out = binary.LittleEndian.AppendUint32(b.out, w.crc)
	b.out = binary.LittleEndian.AppendUint32(b.out, w.size)
	return w.flush()
}
