package search

import "unicode/utf8"

// Start and End stand in a field of words before the first word of each value
// and after its last one. They come before all words in the order of terms.
const (
	Start = "\x02"
	End   = "\x03"
)

const (
	longestWord  = 120 // bytes of a word that count
	longestValue = 240 // bytes of a whole value that count
	leap         = 100 // places between two values of a field
)

// splitter cuts folded text into words. Scripts that put no space between words
// are cut into characters.
type splitter struct {
	text []byte
	off  int
}

// next is the place of the next word; unspaced says that it is a character of a
// script without spaces, which its neighbours may touch.
func (s *splitter) next() (start, end int, unspaced, ok bool) {
	for s.off < len(s.text) && s.text[s.off] == ' ' {
		s.off++
	}
	start = s.off
	for s.off < len(s.text) && s.text[s.off] != ' ' {
		if s.text[s.off] < utf8.RuneSelf {
			s.off++
			continue
		}
		r, n := utf8.DecodeRune(s.text[s.off:])
		if unspacedRune(r) {
			if s.off == start {
				s.off += n
				return start, s.off, true, true
			}
			break
		}
		s.off += n
	}
	return start, start + len(cut(s.text[start:s.off], longestWord)), false, s.off > start
}

// unspacedRune reports whether r belongs to a script in which words are written
// together: Chinese, Japanese, Thai, Lao, Burmese, Khmer.
func unspacedRune(r rune) bool {
	switch {
	case r < 0x0E00:
		return false
	case r <= 0x0EFF, r >= 0x1000 && r <= 0x109F, r >= 0x1780 && r <= 0x17FF:
		return true
	}
	return r >= 0x3005 && r <= 0x3007 || r >= 0x3040 && r <= 0x30FF || r >= 0x31F0 && r <= 0x31FF ||
		r >= firstHan && r <= lastHan || r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF
}

// cut is the beginning of s that has at most max bytes and no broken character.
func cut[T string | []byte](s T, max int) T {
	if len(s) <= max {
		return s
	}
	for !utf8.RuneStart(s[max]) {
		max--
	}
	return s[:max]
}

// whole is the term of a value as a whole.
func whole(s string) string { return cut(Fold(s), longestValue) }

// word is a term of folded text at a place. A character of a script without
// spaces is a term by itself and another one together with the next, at the
// same place: so that both one character and a word of several are found.
type word struct {
	start, end int
	place      int
}

// appendWords appends the terms of folded text, the first at the given place,
// and the place after the last.
func appendWords(dst []word, text []byte, place int) ([]word, int) {
	s := splitter{text: text}
	before := -1 // where a character ended that the next one may touch
	for {
		start, end, unspaced, ok := s.next()
		if !ok {
			return dst, place
		}
		if unspaced && start == before {
			first := dst[len(dst)-1].start
			dst = append(dst, word{first, end, place - 1})
		}
		dst = append(dst, word{start, end, place})
		place++
		before = -1
		if unspaced {
			before = end
		}
	}
}
