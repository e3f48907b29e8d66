package search

import (
	"strconv"
	"unicode/utf8"

	"issnd/cql"
	"issnd/diagnostic"
)

const (
	mostMasks     = 8 // in one word
	fewestLetters = 2 // characters of a masked word that are not masks
)

// checkMasks refuses masks that would match too much.
func checkMasks(parts []Part, fewest int) error {
	masks, literal := 0, 0
	for _, p := range parts {
		if p.Any || p.One {
			masks++
		}
		literal += utf8.RuneCountInString(p.Text)
	}
	switch {
	case masks == 0:
		return nil
	case masks > mostMasks:
		return diagnostic.New(diagnostic.TooManyMasks, strconv.Itoa(mostMasks))
	case literal < fewest:
		return diagnostic.Newf(diagnostic.MaskedWordTooShort, strconv.Itoa(fewest),
			"a word with masks needs at least %d other characters", fewest)
	}
	return nil
}

// wholePattern is the pattern of whole values that a term with masks says.
func wholePattern(tokens []cql.Token) (Pattern, error) {
	var parts []Part
	for i, t := range tokens {
		switch t.Kind {
		case cql.Any, cql.One:
			parts = append(parts, Part{Any: t.Kind == cql.Any, One: t.Kind == cql.One})
		case cql.Text:
			text := Fold(t.Text)
			first, _ := utf8.DecodeRuneInString(t.Text)
			last, _ := utf8.DecodeLastRuneInString(t.Text)
			if i > 0 && separates(first) {
				text = " " + text
			}
			if i < len(tokens)-1 && separates(last) && text != " " {
				text += " "
			}
			parts = append(parts, Part{Text: text})
		default:
			if i > 0 && i < len(tokens)-1 {
				return Pattern{}, diagnostic.New(diagnostic.AnchorPosition, "^")
			}
		}
	}
	return Pattern{Parts: parts}, checkMasks(parts, fewestLetters)
}
