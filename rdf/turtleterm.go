package rdf

func (w *turtle) resource(dst []byte, t *Term) []byte {
	if t.Kind == KindBlank {
		return appendLabel(append(dst, "_:"...), w.g, t.Value)
	}
	return w.iri(dst, t.Value)
}

func (w *turtle) iri(dst []byte, iri string) []byte {
	if w.own.begins(iri) {
		return append(append(append(dst, '<'), iri...), '>')
	}
	if n := w.x.symbols.find(iri); n >= 0 {
		return w.symbol(dst, n)
	}
	dst, used := w.ns.appendTurtle(dst, iri)
	w.used[used] = true
	return dst
}

// symbol appends what iri appends for the IRI with a number.
func (w *turtle) symbol(dst []byte, n int32) []byte {
	for len(w.names) <= int(n) {
		text, used := w.ns.appendTurtle(nil, w.x.symbols.iris[len(w.names)])
		w.names = append(w.names, turtleName{string(text), used})
	}
	name := &w.names[n]
	w.used[name.used] = true
	return append(dst, name.text...)
}

// appendTurtle appends a prefixed name if the rest of the IRI makes a local
// name, else the IRI in brackets. It returns 1 + the prefix used, or 0.
func (ns *Namespaces) appendTurtle(dst []byte, iri string) ([]byte, int) {
	if i := ns.find(iri); i >= 0 {
		p := &ns.prefixes[i]
		if local := iri[len(p.IRI):]; isLocal(local) {
			dst = append(append(dst, p.Name...), ':')
			return append(dst, local...), i + 1
		}
	}
	return append(appendIRI(append(dst, '<'), iri), '>'), 0
}

// isLocal tells whether a string can stand after a prefix as it is: a PN_LOCAL
// (Turtle §6.5) of ASCII letters, digits, "_", "-", ":" and inner ".". Names
// that need an escape, and the empty name, are legal too, but there are parsers
// in wide use that misread them.
func isLocal(s string) bool {
	for i := range len(s) {
		c := s[i]
		inner := i > 0 && i < len(s)-1
		if charClass[c]&inLocal == 0 && !(c == '.' && inner) || c == '-' && i == 0 {
			return false
		}
	}
	return s != ""
}

func (w *turtle) literal(dst []byte, t *Term) []byte {
	lang, datatype := t.literalType()
	if datatype == xsdBoolean && (t.Value == "true" || t.Value == "false") {
		return append(dst, t.Value...)
	}
	dst = appendQuoted(dst, t.Value)
	switch {
	case lang != "":
		return append(append(dst, '@'), lang...)
	case datatype != "":
		return w.iri(append(dst, "^^"...), datatype)
	}
	return dst
}
