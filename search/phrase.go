package search

import (
	"strconv"
	"unicode/utf8"

	"issnd/cql"
	"issnd/diagnostic"
)

const mostWords = 64 // in one term

// phrase is what a term says of the words of a field: words that follow each
// other, at its start or end if anchored.
type phrase struct {
	slots      []Pattern
	all        []Pattern // slots, and what they imply of the last place
	start, end bool
}

// slot is a word of a term, or a character of a script without spaces.
type slot struct {
	parts    []Part
	unspaced bool
	touches  bool // an unspaced one that stands right before this one
}

// slotter makes slots of the tokens of a term.
type slotter struct {
	slots []slot
	open  []Part // the word that is being read
	touch bool   // the last slot is unspaced and nothing followed it yet
}

// chunks cuts a term at its white space.
func chunks(tokens []cql.Token) (list [][]cql.Token) {
	var open []cql.Token
	flush := func() {
		if open != nil {
			list, open = append(list, open), nil
		}
	}
	for _, t := range tokens {
		if t.Kind != cql.Text {
			open = append(open, t)
			continue
		}
		start := 0
		for i, r := range t.Text {
			if !space(r) {
				continue
			}
			if i > start {
				open = append(open, cql.Token{Kind: cql.Text, Text: t.Text[start:i]})
			}
			flush()
			start = i + utf8.RuneLen(r)
		}
		if start < len(t.Text) {
			open = append(open, cql.Token{Kind: cql.Text, Text: t.Text[start:]})
		}
	}
	flush()
	return list
}

func space(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == 0x3000 || r == 0xA0
}

// parsePhrase reads a term as words. A phrase without slots has no word in it.
func parsePhrase(tokens []cql.Token, fuzzy bool) (p phrase, err error) {
	var s slotter
	for i, t := range tokens {
		switch t.Kind {
		case cql.Anchor:
			switch {
			case i == 0:
				p.start = true
			case i == len(tokens)-1:
				p.end = true
			default:
				return p, diagnostic.New(diagnostic.AnchorPosition, "^")
			}
		case cql.Text:
			s.text(t.Text)
		default:
			if fuzzy {
				return p, diagnostic.Newf(diagnostic.MaskUnsupported, t.Text, "a word cannot have both masks and typing errors")
			}
			if err := s.mask(t.Kind); err != nil {
				return p, err
			}
		}
	}
	s.flush()
	for _, slot := range s.slots {
		if err := checkMasks(slot.parts, fewestLetters); err != nil {
			return p, err
		}
	}
	if len(s.slots) > mostWords {
		return p, diagnostic.Newf(diagnostic.TooManyCharactersInTerm, strconv.Itoa(mostWords), "a term has more than %d words", mostWords)
	}
	p.all = s.patterns(fuzzy, true)
	p.slots = p.all
	if !p.end {
		p.slots = s.patterns(fuzzy, false)
	}
	return p, nil
}

// text reads literal text.
func (s *slotter) text(text string) {
	first, _ := utf8.DecodeRuneInString(text)
	if separates(first) {
		s.flush()
	}
	split := splitter{text: []byte(Fold(text))}
	for n := 0; ; n++ {
		start, end, unspaced, ok := split.next()
		if !ok {
			break
		}
		word := string(split.text[start:end])
		if n > 0 && !unspaced || start > 0 && split.text[start-1] == ' ' {
			s.flush()
		}
		if !unspaced {
			s.open = append(s.open, Part{Text: word})
			s.touch = false
			continue
		}
		touch := s.touch
		s.flush()
		s.slots = append(s.slots, slot{[]Part{{Text: word}}, true, touch})
		s.touch = true
	}
	if last, _ := utf8.DecodeLastRuneInString(text); separates(last) {
		s.flush()
	}
}

// mask reads a masking character. Beside a character of a script without spaces
// * says nothing, because what follows may be anything there anyway.
func (s *slotter) mask(k cql.TokenKind) error {
	if s.touch && k == cql.Any {
		return nil
	}
	if s.touch {
		return diagnostic.New(diagnostic.MaskPosition, "?")
	}
	s.open = append(s.open, Part{Any: k == cql.Any, One: k == cql.One})
	return nil
}

func (s *slotter) flush() {
	if len(s.open) > 0 {
		s.slots = append(s.slots, slot{parts: s.open})
		s.open = nil
	}
	s.touch = false
}

// patterns is the slots as places of a field have them: where characters touch,
// each place has the term of two of them.
func (s *slotter) patterns(fuzzy, anchored bool) []Pattern {
	var list []Pattern
	for i, sl := range s.slots {
		last := i == len(s.slots)-1
		switch {
		case !last && s.slots[i+1].touches:
			list = append(list, Literal(sl.parts[0].Text+s.slots[i+1].parts[0].Text))
		case sl.touches && last && !anchored:
		case fuzzy && !sl.unspaced:
			list = append(list, Pattern{Parts: sl.parts, Edits: edits(sl.parts)})
		default:
			list = append(list, Pattern{Parts: sl.parts})
		}
	}
	return list
}

// edits is how many typing errors a word may have.
func edits(parts []Part) uint8 {
	if len(parts) != 1 || parts[0].Text == "" {
		return 0
	}
	switch n := utf8.RuneCountInString(parts[0].Text); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// separates reports whether words end at r.
func separates(r rune) bool {
	if r < utf8.RuneSelf {
		return !(r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z')
	}
	return foldRune(r) == " "
}
