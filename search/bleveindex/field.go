package bleveindex

import (
	index "github.com/blevesearch/bleve_index_api"

	"issnd/search"
)

// setField is a field without positions: terms, once each. An empty term is not
// indexed.
type setField struct {
	info   search.FieldInfo
	tokens []search.Token
	freqs  index.TokenFrequencies
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

// AnalyzedTokenFrequencies are the terms.
func (f *setField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.freqs }

// Analyze makes the terms what a segment is made of.
func (f *setField) Analyze() {
	// Segments only read it, so that all terms may share one. Where terms have many
	// documents, as words and codes do, no frequency takes a byte less a document.
	one := &index.TokenFreq{}
	if !f.info.Facet && len(f.tokens) <= fewTerms {
		one.SetFrequency(1)
	}
	f.freqs = make(index.TokenFrequencies, len(f.tokens))
	for _, t := range f.tokens {
		if t.Term != "" {
			f.freqs[t.Term] = one
		}
	}
}

// wordField is a field with positions.
type wordField struct{ setField }

// Options are those of a field with positions.
func (f *wordField) Options() index.FieldIndexingOptions {
	return index.IndexField | index.IncludeTermVectors
}

// AnalyzedLength is 0: lengths are for scores.
func (f *wordField) AnalyzedLength() int { return 0 }

// Analyze gathers the places of each term. A segment spends five numbers on a
// place; so a term has one, its first, and the steps to the others are what
// bleve would call array positions.
func (f *wordField) Analyze() {
	f.freqs = make(index.TokenFrequencies, len(f.tokens))
	freqs := make([]index.TokenFreq, 0, len(f.tokens))
	places := make([]index.TokenLocation, 0, len(f.tokens))
	lists := make([]*index.TokenLocation, 0, len(f.tokens))
	var last map[*index.TokenLocation]uint32
	for _, t := range f.tokens {
		if t.Term == "" {
			continue
		}
		if tf := f.freqs[t.Term]; tf != nil {
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
		places = append(places, index.TokenLocation{Position: int(t.Pos)})
		lists = append(lists, &places[len(places)-1])
		freqs = append(freqs, index.TokenFreq{Locations: lists[len(lists)-1:]})
		tf := &freqs[len(freqs)-1]
		tf.SetFrequency(1)
		f.freqs[t.Term] = tf
	}
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
