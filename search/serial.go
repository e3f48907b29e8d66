package search

import "issnd/issn"

// Text is searched for ISSNs too: one in it is a term in its one form, whether
// it is written as one word or as two.

// one is the ISSN that a word of text is.
func one(word []byte) (issn.ISSN, bool) {
	if len(word) != 8 {
		return 0, false
	}
	for _, c := range word[:7] {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	id, err := issn.Parse(string(word))
	return id, err == nil
}

// two is the ISSN that two neighbouring words of text are.
func two(first, second []byte) (issn.ISSN, bool) {
	if len(first) != 4 || len(second) != 4 || first[0] > '9' {
		return 0, false
	}
	var scratch [8]byte
	return one(append(append(scratch[:0], first...), second...))
}
