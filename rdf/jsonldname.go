package rdf

import "strings"

// ldName is how a symbol is written everywhere.
type ldName struct {
	compact string // as a JSON string
	reverse bool   // a term of some scope reads it backwards
}

// ldTerms is what is defined for a symbol in one scope.
type ldTerms struct {
	terms  []*term
	first  *term  // or nil
	choice bool   // it depends on the value whether it is written under first
	vocab  string // as a JSON string
}

func (w *ldWriter) name(n int32) *ldName {
	for len(w.names) <= int(n) {
		iri := w.x.symbols.iris[len(w.names)]
		name := ldName{compact: string(w.ns.appendCompact(nil, iri))}
		for _, s := range w.scopes {
			name.reverse = name.reverse || s.reversed(iri) != nil
		}
		w.names = append(w.names, name)
	}
	return &w.names[n]
}

func (w *ldWriter) defined(s *scope, n int32) *ldTerms {
	known := w.known[s.number]
	for len(known) <= int(n) {
		iri := w.x.symbols.iris[len(known)]
		key, ok := s.vocab[iri]
		if !ok {
			key = w.name(int32(len(known))).compact
		}
		t := ldTerms{terms: s.props[iri], vocab: key}
		if len(t.terms) > 0 {
			t.first, t.choice = t.terms[0], len(t.terms) > 1 || t.terms[0].isMap
		}
		known = append(known, t)
		w.known[s.number] = known
	}
	return &known[n]
}

// terms returns the definitions of a property in a scope.
func (w *ldWriter) terms(s *scope, pred int32) []*term { return w.defined(s, pred).terms }

// vocab appends the IRI of a property, class or datatype.
func (w *ldWriter) vocab(dst []byte, iri string) []byte {
	if n := w.x.symbols.find(iri); n >= 0 {
		return append(dst, w.defined(w.scope, n).vocab...)
	}
	if key, ok := w.scope.vocab[iri]; ok {
		return append(dst, key...)
	}
	return w.ns.appendCompact(dst, iri)
}

// compact appends an IRI with a prefix if one fits, else absolute.
func (w *ldWriter) compact(dst []byte, iri string) []byte {
	if n := w.x.symbols.find(iri); n >= 0 {
		return append(dst, w.name(n).compact...)
	}
	return w.ns.appendCompact(dst, iri)
}

// id appends the id of a node as a JSON string: relative to @base for root
// and its fragments, else compact if a prefix fits, else absolute.
func (w *ldWriter) id(dst []byte, t *Term) []byte {
	if t.Kind == KindBlank {
		return append(appendLabel(append(dst, `"_:`...), w.g, t.Value), '"')
	}
	if w.base != "" {
		if rest, ok := strings.CutPrefix(t.Value, w.base); ok && relative(rest) {
			return append(append(append(dst, '"'), rest...), '"')
		}
	}
	return w.compact(dst, t.Value)
}

// relative tells whether what follows the base in an IRI can stand alone: a
// fragment, not empty, of unreserved ASCII characters. A colon would make it look like a
// compact IRI, and there are processors that percent-encode other characters
// when they resolve.
func relative(rest string) bool {
	if rest == "" {
		return true
	}
	if rest[0] != '#' || len(rest) == 1 {
		return false
	}
	for i := 1; i < len(rest); i++ {
		if c := rest[i]; c == ':' || charClass[c]&inLocal == 0 && c != '.' {
			return false
		}
	}
	return true
}

// appendCompact appends an IRI as a JSON string, with a prefix if one fits.
func (ns *Namespaces) appendCompact(dst []byte, iri string) []byte {
	i := ns.find(iri)
	if i < 0 {
		return appendJSONIRI(dst, iri)
	}
	p := &ns.prefixes[i]
	rest := iri[len(p.IRI):]
	if strings.HasPrefix(rest, "//") { // would read as a scheme and an authority
		return appendJSONIRI(dst, iri)
	}
	dst = append(append(append(dst, '"'), p.Name...), ':')
	end := len(dst) - 1
	dst = appendJSONIRI(dst[:end], rest)
	dst[end] = ':'
	return dst
}
