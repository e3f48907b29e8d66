package indextest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"issnd/issn"
	"issnd/search"
)

// The words of which documents are made. Some differ by a letter or two.
var vocabulary = strings.Fields(`journal journals journaux journ annals annal annales
	of the and de la bulletin bulletins review revue physics physic physik chemistry
	chimie été ete étés zürich zurich münchen 東京 東 京都 science sciences scientia
	sciénce x xy xyz a ab abc`)

var languages = []string{"eng", "fre", "ger", "mul", "rus", "spa", "zxx"}

// edge stands before and after a value.
const edge = "\x02"

// generator makes documents and plans.
type generator struct{ *rand.Rand }

func pick[T any](g generator, from []T) T { return from[g.IntN(len(from))] }

// documents makes a batch: new documents, others instead of old ones, and some
// that go.
func (g generator) documents(n, among int) []search.Document {
	seen := map[int]bool{}
	var docs []search.Document
	for len(docs) < n {
		i := 1 + g.IntN(among)
		if seen[i] {
			continue
		}
		seen[i] = true
		if g.IntN(6) == 0 {
			docs = append(docs, search.Document{ISSN: number(i), Gone: true})
			continue
		}
		docs = append(docs, g.document(i))
	}
	return docs
}

func (g generator) document(i int) search.Document {
	d := search.Document{ISSN: number(i), Public: g.IntN(5) > 0}
	for _, suffix := range []string{"", "+"} {
		if suffix == "" && !d.Public {
			continue // the public fields of what the public may not find are empty
		}
		d.Fields = append(d.Fields, g.words("words"+suffix), set("heading"+suffix, g.headings()...))
		if g.IntN(3) > 0 {
			d.Fields = append(d.Fields, set("lang"+suffix, pick(g, languages), pick(g, languages)))
		}
		if g.IntN(3) > 0 {
			d.Fields = append(d.Fields, set("title"+suffix, pick(g, vocabulary)+" "+pick(g, vocabulary)))
		}
		if suffix == "" && g.IntN(4) > 0 {
			d.Fields = append(d.Fields, set("year", strconv.Itoa(1990+g.IntN(8))))
		}
	}
	for i := range d.Fields {
		if !strings.HasPrefix(d.Fields[i].Field, "words") {
			d.Fields[i].Tokens = once(d.Fields[i].Tokens)
		}
	}
	return d
}

// once leaves each term once.
func once(ts []search.Token) []search.Token {
	seen := map[string]bool{}
	var out []search.Token
	for _, t := range ts {
		if !seen[t.Term] {
			out = append(out, t)
		}
		seen[t.Term] = true
	}
	return out
}

func (g generator) words(field string) search.FieldTokens {
	f := search.FieldTokens{Field: field}
	pos := uint32(0)
	for range g.IntN(4) {
		terms := []string{edge}
		for range 1 + g.IntN(6) {
			terms = append(terms, pick(g, vocabulary))
		}
		for _, t := range append(terms, edge) {
			pos++
			f.Tokens = append(f.Tokens, search.Token{Term: t, Pos: pos})
		}
		pos += 50
	}
	return f
}

func (g generator) headings() []string {
	var hs []string
	for range g.IntN(3) {
		h := pick(g, vocabulary)
		for range g.IntN(3) {
			h += " " + pick(g, vocabulary)
		}
		hs = append(hs, h)
	}
	return hs
}

// fields is the field of a name for the public, or both.
func (g generator) fields(name string) []string {
	switch g.IntN(3) {
	case 0:
		return []string{name}
	case 1:
		return []string{name + "+"}
	}
	return extra(name)
}

// node makes a query of at most the given depth.
func (g generator) node(depth int) search.Node {
	if depth > 0 && g.IntN(2) == 0 {
		switch g.IntN(4) {
		case 0:
			return &search.And{Nodes: g.nodes(depth - 1)}
		case 1:
			return &search.Or{Nodes: g.nodes(depth - 1)}
		case 2:
			return &search.AndNot{Keep: g.node(depth - 1), Drop: g.node(depth - 1)}
		default:
			modulus := uint32(2 + g.IntN(3))
			return &search.Filter{Of: g.node(depth - 1), Max: 10_000, Keep: keepMultiples(modulus)}
		}
	}
	switch g.IntN(12) {
	case 0:
		return search.All{}
	case 1:
		return search.None{}
	case 2:
		return &search.Range{Fields: []string{"year"}, From: g.bound(), To: g.bound(), OpenFrom: g.IntN(2) == 0, OpenTo: g.IntN(2) == 0}
	case 3:
		return &search.Term{Fields: g.fields("lang"), Term: pick(g, languages)}
	case 4, 5:
		return &search.Matching{Fields: g.fields(pick(g, []string{"words", "heading"})), Pattern: g.pattern()}
	case 6, 7:
		return &search.Phrase{Fields: g.fields("words"), Slots: g.slots()}
	case 8:
		return &search.Near{
			Fields: g.fields("words"), Left: g.slots(), Right: g.slots(), Ordered: g.IntN(2) == 0,
			Distance: search.Distance{Comparison: pick(g, []string{"<", "<=", "=", ">=", ">", "<>"}), Words: g.IntN(6)},
		}
	}
	return &search.Term{Fields: g.fields("words"), Term: pick(g, vocabulary)}
}

func keepMultiples(of uint32) func(context.Context, []issn.ISSN) ([]bool, error) {
	return func(_ context.Context, ids []issn.ISSN) ([]bool, error) {
		keep := make([]bool, len(ids))
		for i, id := range ids {
			keep[i] = id.Number()%of == 0
		}
		return keep, nil
	}
}

func (g generator) nodes(depth int) []search.Node {
	var ns []search.Node
	for range g.IntN(4) {
		ns = append(ns, g.node(depth))
	}
	return ns
}

func (g generator) bound() string {
	if g.IntN(4) == 0 {
		return ""
	}
	return strconv.Itoa(1989 + g.IntN(10))
}

func (g generator) slots() []search.Pattern {
	var ps []search.Pattern
	for range 1 + g.IntN(3) {
		switch g.IntN(6) {
		case 0:
			ps = append(ps, g.pattern())
		case 1:
			ps = append(ps, search.Literal(edge))
		default:
			ps = append(ps, search.Literal(pick(g, vocabulary)))
		}
	}
	return ps
}

// pattern makes a word into one with masks or typing errors.
func (g generator) pattern() search.Pattern {
	word := []rune(pick(g, vocabulary))
	if g.IntN(4) == 0 {
		word[g.IntN(len(word))] = 'q'
		return search.Pattern{Parts: []search.Part{{Text: string(word)}}, Edits: uint8(1 + g.IntN(2))}
	}
	var p search.Pattern
	for len(word) > 0 {
		n := 1 + g.IntN(len(word))
		switch g.IntN(4) {
		case 0:
			p.Parts = append(p.Parts, search.Part{Any: true})
		case 1:
			p.Parts = append(p.Parts, search.Part{One: true})
			n = 1
		default:
			p.Parts = append(p.Parts, search.Part{Text: string(word[:n])})
		}
		word = word[n:]
	}
	if g.IntN(3) == 0 {
		p.Parts = append(p.Parts, search.Part{Any: true})
	}
	return p
}

// plan makes a plan.
func (g generator) plan() *search.Plan {
	p := &search.Plan{Query: g.node(3), Public: g.IntN(2) == 0}
	for range g.IntN(3) {
		p.Rank = append(p.Rank, g.node(1))
	}
	for range g.IntN(3) {
		s := search.SortField{Fields: g.fields("title"), Descending: g.IntN(2) == 0}
		if g.IntN(3) == 0 {
			s.Fields = []string{"year"}
		}
		s.Missing = pick(g, []search.Missing{search.MissingHigh, search.MissingLow, search.MissingOmit, search.MissingValue})
		if s.Missing == search.MissingValue {
			s.Value = pick(g, append([]string{"1993", "1993x", "\xff"}, vocabulary...))
		}
		p.Sort = append(p.Sort, s)
	}
	return p
}

// window makes a window, with facets.
func (g generator) window(total int) search.Window {
	w := search.Window{Offset: uint64(g.IntN(total + 3)), Limit: g.IntN(40)}
	for range g.IntN(3) {
		w.Facets = append(w.Facets, search.FacetRequest{
			Fields: g.fields("lang"), Offset: g.IntN(3), Limit: g.IntN(10) - 1,
			ByTerm: g.IntN(2) == 0, Descending: g.IntN(2) == 0, MinCount: uint64(g.IntN(4)),
		})
	}
	return w
}

// terms makes a request for terms.
func (g generator) terms() search.TermsRequest {
	r := search.TermsRequest{
		Fields: g.fields(pick(g, []string{"words", "heading", "lang"})), Public: g.IntN(2) == 0,
		Before: g.IntN(30), After: g.IntN(30),
	}
	if g.IntN(5) > 0 {
		r.From = pick(g, vocabulary)
		r.From = r.From[:g.IntN(len(r.From)+1)]
	}
	if g.IntN(3) == 0 {
		r.Prefix = pick(g, vocabulary)[:1]
	}
	return r
}

// printed is a plan for people who look for what is wrong.
func printed(p *search.Plan) string {
	var b strings.Builder
	show(&b, p.Query)
	for _, r := range p.Rank {
		b.WriteString(" rank ")
		show(&b, r)
	}
	fmt.Fprintf(&b, " sort %+v public %v", p.Sort, p.Public)
	return b.String()
}

func show(b *strings.Builder, n search.Node) {
	list := func(name string, ns ...search.Node) {
		b.WriteString(name + "(")
		for i, c := range ns {
			if i > 0 {
				b.WriteString(", ")
			}
			show(b, c)
		}
		b.WriteString(")")
	}
	switch n := n.(type) {
	case *search.And:
		list("and", n.Nodes...)
	case *search.Or:
		list("or", n.Nodes...)
	case *search.AndNot:
		list("andNot", n.Keep, n.Drop)
	case *search.Filter:
		list("filter", n.Of)
	default:
		fmt.Fprintf(b, "%T%+v", n, n)
	}
}
