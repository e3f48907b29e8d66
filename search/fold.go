package search

import (
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is the form in which text is indexed and sought: words in small letters
// with one space between them. Text that people take to be the same folds to
// the same words, whatever its letter case, its Unicode normalisation form and
// its punctuation.
//
//   - Accents, vowel points and other marks on Latin, Greek, Cyrillic, Hebrew
//     and Arabic letters are left out. Cyrillic й stays a letter of its own.
//   - Letters with strokes and ligatures are those that people type: ø is o, æ
//     is ae, ß is ss, þ is th.
//   - Full-width, superscript and similar forms are the plain characters; digits
//     of every script are 0 to 9.
//   - Arabic alef is one letter with or without hamza or madda, as are yeh and
//     alef maksura, heh and teh marbuta, and their Persian forms. Tatweel is
//     left out.
//   - Final forms of Greek and Hebrew letters are the ordinary ones.
//   - Modifier letters, such as the soft sign of transliterations, are left out;
//     an apostrophe separates words.
//   - Traditional Chinese characters, and the Japanese ones that are simplified
//     otherwise, are the simplified ones where one stands for the other (some
//     three thousand).
//
// Fold of what it returns is the same again.
func Fold(s string) string {
	var scratch [128]byte
	return string(appendFold(scratch[:0], s))
}

// appendFold appends Fold(s).
func appendFold(dst []byte, s string) []byte {
	start := len(dst)
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			dst = appendFoldUnicode(dst, start, s[i:])
			break
		}
		dst = appendFoldASCII(dst, start, c)
	}
	if n := len(dst); n > start && dst[n-1] == ' ' {
		dst = dst[:n-1]
	}
	return dst
}

// appendFoldASCII appends what c becomes in text that begins at start of dst.
func appendFoldASCII(dst []byte, start int, c byte) []byte {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		return append(dst, c)
	case 'A' <= c && c <= 'Z':
		return append(dst, c|0x20)
	}
	return appendSeparator(dst, start)
}

func appendSeparator(dst []byte, start int) []byte {
	if n := len(dst); n > start && dst[n-1] != ' ' {
		return append(dst, ' ')
	}
	return dst
}

// appendFoldUnicode is appendFold for the rest of a text that is not ASCII.
func appendFoldUnicode(dst []byte, start int, s string) []byte {
	if !norm.NFKC.IsNormalString(s) {
		s = norm.NFKC.String(s)
	}
	table := foldTable()
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			dst = appendFoldASCII(dst, start, c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		var folded string
		switch {
		case int(r) < len(table):
			folded = table[r]
		case r >= firstHan && r <= lastHan:
			if to := hanForms()[r-firstHan]; to != 0 {
				r = rune(to)
			}
			dst = utf8.AppendRune(dst, r)
			continue
		default:
			folded = foldRune(r)
		}
		if folded == " " {
			dst = appendSeparator(dst, start)
		} else {
			dst = append(dst, folded...)
		}
	}
	return dst
}

// foldTable is foldRune of all characters of the scripts that are letters and
// of general punctuation.
var foldTable = sync.OnceValue(func() *[0x2100]string {
	var t [0x2100]string
	for r := range t {
		t[r] = foldRune(rune(r))
	}
	return &t
})

// foldRune is what a character of text in NFKC becomes: letters and digits,
// nothing, or a space for what separates words.
func foldRune(r rune) string {
	var out []byte
	for _, r := range decomposed(unicode.ToLower(r)) {
		switch to, ok := letters[r]; {
		case ok:
			out = append(out, to...)
		case unicode.Is(unicode.Nd, r):
			out = append(out, byte('0'+digit(r)))
		case dropped(r):
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			out = utf8.AppendRune(out, r)
		default:
			return " "
		}
	}
	return string(out)
}

// decomposed is a letter and the marks on it, apart.
func decomposed(r rune) string {
	if r == 'й' || r >= 0xAC00 && r <= 0xD7A3 || r >= 0x3040 && r <= 0x30FF {
		return string(r) // letters of their own, and syllables, which are not marked letters
	}
	return norm.NFD.String(string(r))
}

// dropped reports whether r is left out without separating what is around it.
func dropped(r rune) bool {
	return r >= 0x02B0 && r <= 0x036F || // modifier letters and diacritical marks
		r >= 0x0483 && r <= 0x0489 || // Cyrillic
		r >= 0x0591 && r <= 0x05C7 && unicode.IsMark(r) || // Hebrew
		r >= 0x0610 && r <= 0x061A || r >= 0x064B && r <= 0x065F || r == 0x0670 ||
		r >= 0x06D6 && r <= 0x06ED && unicode.IsMark(r) || r == 0x0640 || // Arabic, tatweel
		r >= 0x1AB0 && r <= 0x1AFF || r >= 0x1DC0 && r <= 0x1DFF ||
		r >= 0x20D0 && r <= 0x20FF || r >= 0xFE00 && r <= 0xFE2F ||
		r >= 0x0080 && r <= 0x009F || // among them the marks of non-sorting words
		unicode.Is(unicode.Cf, r)
}

// digit is the value of a decimal digit of any script: in the tables of Unicode
// ten of them follow each other.
func digit(r rune) rune {
	for _, g := range unicode.Nd.R16 {
		if r >= rune(g.Lo) && r <= rune(g.Hi) {
			return (r - rune(g.Lo)) % 10
		}
	}
	for _, g := range unicode.Nd.R32 {
		if r >= rune(g.Lo) && r <= rune(g.Hi) {
			return (r - rune(g.Lo)) % 10
		}
	}
	return 0
}

// letters is what letters become that Unicode does not take apart.
var letters = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h",
	'ŧ': "t", 'ı': "i", 'ŋ': "n", 'ĸ': "k", 'ƒ': "f", 'ɓ': "b", 'ɖ': "d", 'ɗ': "d", 'ɛ': "e", 'ɔ': "o",
	'ə': "e", 'ǝ': "e", 'ɨ': "i", 'ʉ': "u", 'ƙ': "k", 'ƴ': "y", 'ƶ': "z", 'ǥ': "g", 'ɲ': "n", 'ɣ': "g",
	'ς': "σ",
	'ך': "כ", 'ם': "מ", 'ן': "נ", 'ף': "פ", 'ץ': "צ",
	'ٱ': "ا", 'ى': "ي", 'ی': "ي", 'ې': "ي", 'ە': "ه", 'ة': "ه", 'ۀ': "ه", 'ھ': "ه", 'ہ': "ه", 'ک': "ك", 'ڪ': "ك", 'ء': "",
}
