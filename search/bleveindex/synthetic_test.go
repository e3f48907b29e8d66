package bleveindex_test

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strconv"

	"issnd/issn"
	"issnd/search"
)

// syntheticFields are like those of a register: words with places, headings,
// codes, and fields to sort by.
var syntheticFields = []search.FieldInfo{
	{Name: "title", Positions: true},
	{Name: "title.h"},
	{Name: "publisher", Positions: true},
	{Name: "any"},
	{Name: "issn"},
	{Name: "lang", Facet: true},
	{Name: "country", Facet: true},
	{Name: "year", Facet: true, Sort: true},
	{Name: "title.sort", Sort: true},
}

// synthetic makes documents of about 60 words with places and 150 other terms,
// whose words occur as often as those of a language do. The word 5 is in about a
// fifth of them.
func synthetic(n int) iter.Seq2[search.Document, error] {
	return func(yield func(search.Document, error) bool) {
		r := rand.New(rand.NewPCG(1, uint64(n)))
		for i := 1; i <= n; i++ {
			if !yield(syntheticDocument(r, i), nil) {
				return
			}
		}
	}
}

func syntheticDocument(r *rand.Rand, i int) search.Document {
	id, _ := issn.FromNumber(uint32(i) * 3)
	d := search.Document{ISSN: id, Public: r.IntN(20) > 0}
	title, heading := syntheticWords(r, 24)
	publisher, _ := syntheticWords(r, 36)
	d.Fields = []search.FieldTokens{
		{Field: "title", Tokens: title},
		{Field: "publisher", Tokens: publisher},
		terms("title.h", heading, heading[len(heading)/2:], heading[len(heading)/3:]),
		terms("title.sort", heading),
		terms("issn", id.String()),
		terms("lang", "l"+strconv.Itoa(skewed(r, 100))),
		terms("country", "c"+strconv.Itoa(skewed(r, 150))),
		terms("year", strconv.Itoa(2030-skewed(r, 120))),
	}
	seen := map[string]bool{}
	any := search.FieldTokens{Field: "any"}
	for range 140 {
		if w := syntheticWord(r); !seen[w] {
			seen[w] = true
			any.Tokens = append(any.Tokens, search.Token{Term: w})
		}
	}
	d.Fields = append(d.Fields, any)
	return d
}

func terms(field string, ts ...string) search.FieldTokens {
	f := search.FieldTokens{Field: field}
	for _, t := range ts {
		f.Tokens = append(f.Tokens, search.Token{Term: t})
	}
	return f
}

// skewed is a number below n, small ones more often.
func skewed(r *rand.Rand, n int) int { return int(math.Pow(float64(n), r.Float64())) - 1 }

func syntheticWord(r *rand.Rand) string { return fmt.Sprintf("w%x", skewed(r, 300_000)) }

func syntheticWords(r *rand.Rand, n int) (ts []search.Token, heading string) {
	pos := uint32(0)
	for i := range n {
		pos++
		w := syntheticWord(r)
		if i%8 == 0 {
			w = "\x02"
			pos += 30
		} else if heading = heading + " " + w; i%8 == 7 && i > 8 {
			heading = heading[:min(len(heading), 60)]
		}
		ts = append(ts, search.Token{Term: w, Pos: pos})
	}
	return ts, heading[1:min(len(heading), 50)]
}
