package indextest

import (
	"context"
	"slices"

	"issnd/diagnostic"
	"issnd/issn"
	"issnd/search"
)

// nodeTests are about each kind of node.
var nodeTests = []test{
	{"all and none", func(f *fixture) {
		f.apply(doc(1), doc(2))
		f.finds(search.All{}, 1, 2)
		f.finds(search.None{})
	}},
	{"and, or and and not", func(f *fixture) {
		f.apply(doc(1, set("lang", "eng", "fre")), doc(2, set("lang", "eng")), doc(3, set("lang", "fre")), doc(4))
		eng, fre := &search.Term{Fields: extra("lang"), Term: "eng"}, &search.Term{Fields: extra("lang"), Term: "fre"}
		f.finds(&search.And{Nodes: []search.Node{eng, fre}}, 1)
		f.finds(&search.And{}, 1, 2, 3, 4)
		f.finds(&search.Or{Nodes: []search.Node{eng, fre}}, 1, 2, 3)
		f.finds(&search.Or{})
		f.finds(&search.AndNot{Keep: eng, Drop: fre}, 2)
		f.finds(&search.AndNot{Keep: search.All{}, Drop: eng}, 3, 4)
		f.finds(&search.AndNot{Keep: search.All{}, Drop: search.All{}})
		f.finds(&search.Or{Nodes: []search.Node{eng, search.All{}}}, 1, 2, 3, 4)
	}},
	{"a term is in any of the fields, and in none that is not there", func(f *fixture) {
		f.apply(doc(1, set("lang", "eng")), doc(2, set("lang+", "eng")))
		f.finds(&search.Term{Fields: []string{"lang"}, Term: "eng"}, 1)
		f.finds(&search.Term{Fields: extra("lang"), Term: "eng"}, 1, 2)
		f.finds(&search.Term{Term: "eng"})
		f.finds(&search.Term{Fields: []string{"year"}, Term: "eng"})
		f.finds(&search.Term{Fields: []string{"lang"}, Term: "en"})
	}},
	{"ranges", func(f *fixture) {
		f.apply(doc(1, set("year", "1990")), doc(2, set("year", "1995")), doc(3, set("year", "2000")), doc(4, set("year", "2000x")), doc(5))
		year := []string{"year"}
		f.finds(&search.Range{Fields: year}, 1, 2, 3, 4)
		f.finds(&search.Range{Fields: year, From: "1995"}, 2, 3, 4)
		f.finds(&search.Range{Fields: year, From: "1995", OpenFrom: true}, 3, 4)
		f.finds(&search.Range{Fields: year, To: "2000"}, 1, 2, 3)
		f.finds(&search.Range{Fields: year, To: "2000", OpenTo: true}, 1, 2)
		f.finds(&search.Range{Fields: year, From: "1991", To: "1999"}, 2)
		f.finds(&search.Range{Fields: year, From: "2000", To: "1990"})
		f.finds(&search.Range{Fields: year, From: "1995", To: "1995", OpenFrom: true, OpenTo: true})
		f.finds(&search.Range{Fields: year, From: "1995", To: "1995"}, 2)
	}},
	{"masks", func(f *fixture) {
		f.apply(doc(1, words("words", "physics")), doc(2, words("words", "physique")), doc(3, words("words", "biophysics")),
			doc(4, words("words", "été")), doc(5, words("words", "ete")), doc(6, words("words", "東京都")))
		is := func(parts ...search.Part) search.Node {
			return &search.Matching{Fields: extra("words"), Pattern: search.Pattern{Parts: parts}}
		}
		anyRun, one := search.Part{Any: true}, search.Part{One: true}
		text := func(s string) search.Part { return search.Part{Text: s} }
		f.finds(is(text("physi"), anyRun), 1, 2)
		f.finds(is(anyRun, text("physics")), 1, 3)
		f.finds(is(text("physics"), anyRun), 1)
		f.finds(is(text("phys"), one, text("cs")), 1)
		f.finds(is(anyRun, text("i"), anyRun, text("s")), 1, 3)
		f.finds(is(one, text("t"), one), 4, 5)
		f.finds(is(one, one, one), 4, 5, 6)
		f.finds(is(anyRun), 1, 2, 3, 4, 5, 6)
		f.finds(is(text("東"), one, one), 6)
		f.finds(is(text("physics")), 1)
		f.finds(is(text("phy"), text("sics")), 1)
	}},
	{"typing errors", func(f *fixture) {
		f.apply(doc(1, words("words", "annals")), doc(2, words("words", "annales")), doc(3, words("words", "anals")),
			doc(4, words("words", "canals")), doc(5, words("words", "été")))
		f.finds(fuzzy("annals", 1), 1, 2, 3)
		f.finds(fuzzy("annals", 2), 1, 2, 3, 4)
		f.finds(fuzzy("etè", 2), 5)
		f.finds(fuzzy("anxals", 1), 1, 3)
		f.finds(fuzzy("nanals", 1), 3, 4)
	}},
	{"phrases", func(f *fixture) {
		f.apply(doc(1, words("words", "annals", "of", "the", "history", "of", "physics")), doc(2, words("words", "physics", "of", "annals")),
			doc(3, words("words+", "annals", "of", "physics")), doc(4, words("words", "of", "of", "of")), doc(5, words("words", "annals", "annals", "of")))
		phrase := func(ts ...string) search.Node {
			p := &search.Phrase{Fields: extra("words")}
			for _, t := range ts {
				p.Slots = append(p.Slots, search.Literal(t))
			}
			return p
		}
		f.finds(phrase("annals", "of"), 1, 3, 5)
		f.finds(phrase("of", "annals"), 2)
		f.finds(phrase("of", "physics"), 1, 3)
		f.finds(phrase("of", "of"), 4)
		f.finds(phrase("of", "of", "of"), 4)
		f.finds(phrase("of", "of", "of", "of"))
		f.finds(phrase("physics"), 1, 2, 3)
		f.finds(phrase())
		f.finds(&search.Phrase{Fields: extra("words"), Slots: []search.Pattern{
			{Parts: []search.Part{{Any: true}, {Text: "s"}}}, search.Literal("of"), {Parts: []search.Part{{Text: "a"}, {Any: true}}}}}, 2)
	}},
	{"a phrase is in one field", func(f *fixture) {
		f.apply(doc(1, words("words", "annals"), words("words+", "x", "of")))
		f.finds(&search.Phrase{Fields: extra("words"), Slots: []search.Pattern{search.Literal("annals"), search.Literal("of")}})
	}},
	{"distances", func(f *fixture) {
		f.apply(doc(1, words("words", "annals", "of", "applied", "physics")), doc(2, words("words", "physics", "annals")))
		near := func(comparison string, n int, ordered bool) search.Node {
			return &search.Near{
				Fields: extra("words"), Left: []search.Pattern{search.Literal("annals")}, Right: []search.Pattern{search.Literal("physics")},
				Distance: search.Distance{Comparison: comparison, Words: n}, Ordered: ordered,
			}
		}
		f.finds(near("<=", 3, false), 1, 2)
		f.finds(near("<=", 3, true), 1)
		f.finds(near("<", 3, false), 2)
		f.finds(near("=", 1, false), 2)
		f.finds(near("=", 1, true))
		f.finds(near(">", 1, false), 1)
		f.finds(near(">=", 1, false), 1, 2)
		f.finds(near("<>", 3, false), 2)
	}},
	{"a word is not near itself", func(f *fixture) {
		f.apply(doc(1, words("words", "a", "b")), doc(2, words("words", "a", "b", "a")))
		a := []search.Pattern{search.Literal("a")}
		f.finds(&search.Near{Fields: extra("words"), Left: a, Right: a, Distance: search.Distance{Comparison: "<=", Words: 5}}, 2)
	}},
	{"filters", func(f *fixture) {
		var docs []search.Document
		for n := 1; n <= 2000; n++ {
			docs = append(docs, doc(n, set("lang", languages[n%2])))
		}
		f.apply(docs...)
		f.apply(search.Document{ISSN: number(6), Gone: true})
		asked := map[issn.ISSN]bool{}
		filter := &search.Filter{Of: &search.Term{Fields: extra("lang"), Term: languages[0]}, Max: 999,
			Keep: func(ctx context.Context, ids []issn.ISSN) ([]bool, error) {
				for _, id := range ids {
					asked[id] = true
				}
				return keepMultiples(3)(ctx, ids)
			}}
		f.same(&search.Plan{Query: filter}, search.Window{Limit: 1000})
		if asked[number(6)] || asked[number(3)] || !asked[number(4)] {
			f.Error("the filter is not asked about the candidates alone")
		}
		inside := &search.Filter{Of: filter, Max: 500, Keep: keepMultiples(5)}
		f.same(&search.Plan{Query: &search.AndNot{Keep: search.All{}, Drop: inside}, Rank: []search.Node{filter}}, search.Window{Limit: 1000})
	}},
	{"filters are asked about what the rest of a query leaves over", func(f *fixture) {
		for part := range 3 {
			var docs []search.Document
			for n := 1; n <= 100; n++ {
				docs = append(docs, doc(part*100+n, set("lang", languages[n%2]), words("words", "annals", "of")))
			}
			f.apply(docs...)
		}
		f.apply(doc(301, set("lang", "mul"), words("words", "annals", "of", "physics")), doc(302, set("lang", "mul"), words("words", "annals")))
		few := &search.Term{Fields: extra("lang"), Term: "mul"}
		rare := &search.Phrase{Fields: extra("words"), Slots: []search.Pattern{search.Literal("annals"), search.Literal("of"), search.Literal("physics")}}
		asks := func(max int) *search.Filter {
			return &search.Filter{Of: search.All{}, Max: max, Keep: keepMultiples(7)}
		}
		f.finds(&search.And{Nodes: []search.Node{asks(2), few}}, 301)
		f.finds(&search.And{Nodes: []search.Node{asks(1), rare}}, 301)
		f.finds(&search.And{Nodes: []search.Node{&search.Or{Nodes: []search.Node{asks(1), search.None{}}}, few, rare}}, 301)
		f.finds(&search.AndNot{Keep: few, Drop: asks(2)}, 302)
		f.finds(&search.AndNot{Keep: asks(2), Drop: &search.AndNot{Keep: search.All{}, Drop: few}}, 301)
		twice := asks(3)
		f.finds(&search.Or{Nodes: []search.Node{
			&search.And{Nodes: []search.Node{few, twice}}, &search.And{Nodes: []search.Node{rare, twice}},
			&search.And{Nodes: []search.Node{&search.Term{Fields: extra("words"), Term: "physics"}, twice}}}}, 301)
		for _, n := range []search.Node{asks(301), &search.And{Nodes: []search.Node{few, asks(1)}}} {
			_, err := f.index.Search(context.Background(), &search.Plan{Query: n}, search.Window{})
			f.diagnosed(err, diagnostic.TooManyRecords)
		}
	}},
	{"many terms", func(f *fixture) {
		var docs []search.Document
		var even []int
		for n := 1; n <= 300; n++ {
			docs = append(docs, doc(n, set("heading", string([]byte{'a' + byte(n%2), '0' + byte(n/100), '0' + byte(n/10%10), '0' + byte(n%10)}))))
			if n%2 == 0 {
				even = append(even, n)
			}
		}
		for part := range slices.Chunk(docs, 70) {
			f.apply(part...)
		}
		f.finds(&search.Matching{Fields: extra("heading"), Pattern: search.Pattern{Parts: []search.Part{{Text: "a"}, {Any: true}}}}, even...)
		f.finds(&search.Range{Fields: extra("heading"), From: "a", To: "b"}, even...)
	}},
}

func fuzzy(word string, n uint8) search.Node {
	return &search.Matching{Fields: extra("words"), Pattern: search.Pattern{Parts: []search.Part{{Text: word}}, Edits: n}}
}
