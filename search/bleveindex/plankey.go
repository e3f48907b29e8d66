package bleveindex

import (
	"encoding/binary"

	"issnd/search"
)

// planKey is the same for plans that find the same documents in the same ranks.
// It is false for a plan with a filter, whose answers nobody knows.
func planKey(p *search.Plan) (string, bool) {
	k := &keyWriter{ok: true}
	k.flag(p.Public)
	k.nodes('q', p.Query)
	k.nodes('r', p.Rank...)
	for _, s := range p.Sort {
		if s.Missing == search.MissingOmit || s.Missing == search.MissingFail {
			k.strings('s', s.Fields)
			k.flag(s.Missing == search.MissingFail)
		}
	}
	return string(k.b), k.ok
}

// keyWriter writes nodes so that different ones are written differently: what
// can be of any length has its length before it.
type keyWriter struct {
	b  []byte
	ok bool
}

func (k *keyWriter) number(n int) { k.b = binary.AppendVarint(k.b, int64(n)) }

func (k *keyWriter) string(s string) {
	k.number(len(s))
	k.b = append(k.b, s...)
}

func (k *keyWriter) flag(f bool) {
	if f {
		k.b = append(k.b, 1)
	} else {
		k.b = append(k.b, 0)
	}
}

func (k *keyWriter) strings(kind byte, ss []string) {
	k.b = append(k.b, kind)
	k.number(len(ss))
	for _, s := range ss {
		k.string(s)
	}
}

func (k *keyWriter) nodes(kind byte, ns ...search.Node) {
	k.b = append(k.b, kind)
	k.number(len(ns))
	for _, n := range ns {
		k.node(n)
	}
}

func (k *keyWriter) node(n search.Node) {
	switch n := n.(type) {
	case search.All:
		k.b = append(k.b, 'a')
	case search.None:
		k.b = append(k.b, 'n')
	case *search.And:
		k.nodes('&', n.Nodes...)
	case *search.Or:
		k.nodes('|', n.Nodes...)
	case *search.AndNot:
		k.nodes('-', n.Keep, n.Drop)
	case *search.Term:
		k.strings('t', n.Fields)
		k.string(n.Term)
	case *search.Range:
		k.strings('<', n.Fields)
		k.string(n.From)
		k.string(n.To)
		k.flag(n.OpenFrom)
		k.flag(n.OpenTo)
	case *search.Matching:
		k.strings('*', n.Fields)
		k.patterns(n.Pattern)
	case *search.Phrase:
		k.strings('p', n.Fields)
		k.patterns(n.Slots...)
	case *search.Near:
		k.strings('d', n.Fields)
		k.patterns(n.Left...)
		k.patterns(n.Right...)
		k.string(n.Distance.Comparison)
		k.number(n.Distance.Words)
		k.flag(n.Ordered)
	default:
		k.ok = false
	}
}

func (k *keyWriter) patterns(ps ...search.Pattern) {
	k.number(len(ps))
	for _, p := range ps {
		k.number(int(p.Edits))
		k.number(len(p.Parts))
		for _, part := range p.Parts {
			k.string(part.Text)
			k.flag(part.Any)
			k.flag(part.One)
		}
	}
}
