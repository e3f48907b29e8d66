package bleveindex

import (
	"slices"

	index "github.com/blevesearch/bleve_index_api"

	"issnd/search"
)

// setField is a field without positions: terms, once each. An empty term is not
// indexed.
type setField struct {
	info   search.FieldInfo
	tokens []search.Token
	terms  *fieldTerms
}

// fieldTerms is what a field hands to a segment, in memory that the documents of a
// batch have in turns: a segment takes them one after the other and keeps
// nothing but the terms themselves.
type fieldTerms struct {
	freqs  index.TokenFrequencies
	each   []index.TokenFreq
	places []index.TokenLocation
	lists  []*index.TokenLocation
}

// scratch is the terms of the fields of one document after the other.
type scratch struct{ fields []*fieldTerms }

// field is the memory of the field with a number in its document.
func (s *scratch) field(n int) *fieldTerms {
	for len(s.fields) <= n {
		s.fields = append(s.fields, &fieldTerms{freqs: index.TokenFrequencies{}})
	}
	return s.fields[n]
}

// reset makes room for n terms.
func (t *fieldTerms) reset(n int) {
	clear(t.freqs)
	t.each = slices.Grow(t.each[:0], n)
	t.places = slices.Grow(t.places[:0], n)
	t.lists = slices.Grow(t.lists[:0], n)
}

// fewTerms is how many terms a document has at most in a field that is taken
// for one of headings or identifiers, not of words.
const fewTerms = 8

// Name is that of the field.
func (f *setField) Name() string { return f.info.Name }

// Value is nil: nothing is stored.
func (f *setField) Value() []byte { return nil }

// ArrayPositions is nil.
func (f *setField) ArrayPositions() []uint64 { return nil }

// EncodedFieldType is text.
func (f *setField) EncodedFieldType() byte { return 't' }

// Options are those of a field that is indexed and no more.
func (f *setField) Options() index.FieldIndexingOptions { return index.IndexField | index.SkipFreqNorm }

// AnalyzedLength is 1. A segment keeps a term of one document in its
// dictionary alone, without a list of postings, if this is not 0 and the term
// has the frequency 1.
func (f *setField) AnalyzedLength() int { return 1 }

// NumPlainTextBytes is 0.
func (f *setField) NumPlainTextBytes() uint64 { return 0 }

// Analyze does nothing: the terms are given.
func (f *setField) Analyze() {}

// AnalyzedTokenFrequencies are the terms, until those of another document are
// asked for.
func (f *setField) AnalyzedTokenFrequencies() index.TokenFrequencies {
	f.terms.reset(1)
	// Segments only read it, so that all terms may share one. Where terms have many
	// documents, as words and codes do, no frequency takes a byte less a document.
	f.terms.each = append(f.terms.each, index.TokenFreq{})
	one := &f.terms.each[0]
	if !f.info.Facet && len(f.tokens) <= fewTerms {
		one.SetFrequency(1)
	}
	for _, t := range f.tokens {
		if t.Term != "" {
			f.terms.freqs[t.Term] = one
		}
	}
	return f.terms.freqs
}

// wordField is a field with positions.
type wordField struct{ setField }

// Options are those of a field with positions.
func (f *wordField) Options() index.FieldIndexingOptions {
	return index.IndexField | index.IncludeTermVectors
}

// AnalyzedLength is 0: lengths are for scores.
func (f *wordField) AnalyzedLength() int { return 0 }

// AnalyzedTokenFrequencies are the terms with their places, until those of
// another document are asked for. A segment spends five numbers on a place; so
// a term has one, its first, and the steps to the others are what bleve would
// call array positions.
func (f *wordField) AnalyzedTokenFrequencies() index.TokenFrequencies {
	to := f.terms
	to.reset(len(f.tokens))
	var last map[*index.TokenLocation]uint32
	for _, t := range f.tokens {
		if t.Term == "" {
			continue
		}
		if tf := to.freqs[t.Term]; tf != nil {
			l := tf.Locations[0]
			before, again := last[l]
			if !again {
				before = uint32(l.Position)
			}
			l.ArrayPositions = append(l.ArrayPositions, uint64(t.Pos-before))
			if last == nil {
				last = make(map[*index.TokenLocation]uint32)
			}
			last[l] = t.Pos
			continue
		}
		n := len(to.each)
		to.places = append(to.places, index.TokenLocation{Position: int(t.Pos)})
		to.lists = append(to.lists, &to.places[n])
		to.each = append(to.each, index.TokenFreq{Locations: to.lists[n : n+1 : n+1]})
		tf := &to.each[n]
		tf.SetFrequency(1)
		to.freqs[t.Term] = tf
	}
	return to.freqs
}

// idField is the ISSN, which is indexed and stored.
type idField string

// Name is that under which scorch looks for documents.
func (f idField) Name() string { return fieldID }

// Value is the ISSN.
func (f idField) Value() []byte { return []byte(f) }

// ArrayPositions is nil.
func (f idField) ArrayPositions() []uint64 { return nil }

// EncodedFieldType is text.
func (f idField) EncodedFieldType() byte { return 't' }

// Analyze does nothing.
func (f idField) Analyze() {}

// Options are those of a field that is indexed and stored.
func (f idField) Options() index.FieldIndexingOptions { return index.IndexField | index.StoreField }

// AnalyzedLength is 1, as that of setField is.
func (f idField) AnalyzedLength() int { return 1 }

// NumPlainTextBytes is 0.
func (f idField) NumPlainTextBytes() uint64 { return 0 }

// AnalyzedTokenFrequencies is the ISSN as a term.
func (f idField) AnalyzedTokenFrequencies() index.TokenFrequencies {
	tf := &index.TokenFreq{}
	tf.SetFrequency(1)
	return index.TokenFrequencies{string(f): tf}
}
