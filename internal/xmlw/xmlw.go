// Package xmlw appends XML to byte slices: the escaping that every XML and
// HTML writer of the project shares, and a small element writer on top.
package xmlw

import "unicode/utf8"

// Header is the XML declaration that every document of ours begins with.
const Header = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// AppendText appends s as character data. What XML 1.0 §2.2 does not allow in
// a document, control characters, U+FFFE, U+FFFF and bytes that are not UTF-8,
// becomes U+FFFD; a carriage return, which a parser would change, becomes a
// character reference.
func AppendText(dst []byte, s string) []byte { return appendEscaped(dst, s, false) }

// AppendAttr appends s as the value of an attribute in double quotes, without
// the quotes. Tab and line feed become references so that they survive
// attribute normalisation (XML 1.0 §3.3.3).
func AppendAttr(dst []byte, s string) []byte { return appendEscaped(dst, s, true) }

func appendEscaped(dst []byte, s string, attr bool) []byte {
	special := inText
	if attr {
		special = inAttr
	}
	start := 0
	for i := plainWords(s); i < len(s); {
		c := s[i]
		if classes[c]&special == 0 {
			i++
			continue
		}
		esc, n := replacement, 1
		if c < utf8.RuneSelf {
			esc = escapes[c]
		} else {
			var r rune
			if r, n = utf8.DecodeRuneInString(s[i:]); (r != utf8.RuneError || n > 1) && r != 0xFFFE && r != 0xFFFF {
				i += n
				continue
			}
		}
		dst = append(append(dst, s[start:i]...), esc...)
		i += n
		start = i
	}
	return append(dst, s[start:]...)
}

// plainWords is how long the beginning of s is that consists of whole words of
// eight bytes which are all ASCII and stand for themselves, as most text does.
func plainWords(s string) (n int) {
	const (
		ones  = 0x0101010101010101
		highs = 0x80 * ones
	)
	for ; len(s)-n >= 8; n += 8 {
		b := s[n : n+8]
		w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
			uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
		// A byte of x is less than n where the highest bit of (x-n)&^x is set, if it
		// is set in any byte.
		control := (w - 0x20*ones) &^ w
		quotes := w&^(0x04*ones) ^ '"'*ones // 0 for " and &
		angles := w&^(0x02*ones) ^ '<'*ones // 0 for < and >
		if (w|control|(quotes-ones)&^quotes|(angles-ones)&^angles)&highs != 0 {
			break
		}
	}
	return n
}

const replacement = "\uFFFD"

// escapes is what stands for an ASCII byte where it does not stand for itself.
var escapes = func() (e [utf8.RuneSelf]string) {
	for c := range 0x20 {
		e[c] = replacement
	}
	e['\t'], e['\n'], e['\r'] = "&#9;", "&#10;", "&#13;"
	e['&'], e['<'], e['>'], e['"'] = "&amp;", "&lt;", "&gt;", "&quot;"
	return e
}()

// Bytes that have to be looked at in text and in attributes: those that are
// escaped, and those of longer characters.
const (
	inText uint8 = 1 << iota
	inAttr
)

var classes = func() (t [256]uint8) {
	for c := range t {
		if c >= utf8.RuneSelf || escapes[c] != "" {
			t[c] = inText | inAttr
		}
	}
	t['"'], t['\t'], t['\n'] = inAttr, inAttr, inAttr
	return t
}()

// Writer appends elements to Buf. It does no indenting and no checking of
// names: those are constants of the code. The zero Writer is ready.
type Writer struct {
	Buf  []byte
	open bool // a start tag awaits its ">"
}

// Start opens an element; attributes may follow.
func (w *Writer) Start(name string) {
	w.close()
	w.Buf = append(append(w.Buf, '<'), name...)
	w.open = true
}

// Attr adds an attribute to the element just started.
func (w *Writer) Attr(name, value string) {
	w.Buf = append(append(append(w.Buf, ' '), name...), '=', '"')
	w.Buf = append(AppendAttr(w.Buf, value), '"')
}

// Text adds character data.
func (w *Writer) Text(s string) {
	w.close()
	w.Buf = AppendText(w.Buf, s)
}

// Raw adds markup as it is, for constants.
func (w *Writer) Raw(markup string) {
	w.close()
	w.Buf = append(w.Buf, markup...)
}

// End closes the element, in the short form if nothing was written inside.
func (w *Writer) End(name string) {
	if w.open {
		w.Buf = append(w.Buf, '/', '>')
		w.open = false
		return
	}
	w.Buf = append(append(append(w.Buf, '<', '/'), name...), '>')
}

// Element writes an element with text and attributes given as name, value
// pairs.
func (w *Writer) Element(name, text string, attrs ...string) {
	w.Start(name)
	for i := 0; i+1 < len(attrs); i += 2 {
		w.Attr(attrs[i], attrs[i+1])
	}
	if text != "" {
		w.Text(text)
	}
	w.End(name)
}

func (w *Writer) close() {
	if w.open {
		w.Buf = append(w.Buf, '>')
		w.open = false
	}
}
