package rdf

import "strings"

// run appends the statements of a run under the terms that fit them best, or
// under the IRI of the property.
func (w *ldWriter) run(dst []byte, r int32) []byte {
	run := &w.x.runs[r]
	if run.pred == symbolType {
		return w.types(dst, run)
	}
	defined := w.defined(w.scope, run.pred)
	if !defined.choice {
		return w.plain(dst, run, defined.first)
	}
	terms := defined.terms
	for k, t := range terms {
		switch t.Container {
		case IDMap:
			dst = w.idMap(dst, r, terms, k)
		case LanguageMap:
			dst = w.languageMap(dst, run, terms, k)
		default:
			dst = w.values(dst, run, terms, k)
		}
	}
	return w.values(dst, run, terms, len(terms))
}

// types appends the types of a node, and under the IRI of rdf:type what is not
// an IRI.
func (w *ldWriter) types(dst []byte, run *run) []byte {
	n := int32(0)
	for i := run.first; i >= 0; i = w.x.statements[i].next {
		if w.x.triples[i].O.Kind == KindIRI {
			w.written[i] = true
			n++
		}
	}
	if n > 0 {
		dst = openArray(append(appendMember(dst), `"type":`...), n > 1)
		for i := run.first; i >= 0; i = w.x.statements[i].next {
			if o := &w.x.triples[i].O; o.Kind == KindIRI {
				dst = w.vocab(appendElement(dst), o.Value)
			}
		}
		dst = closeArray(dst, n > 1)
	}
	if n == run.n {
		return dst
	}
	return w.values(dst, run, nil, 0)
}

// fits chooses the term for a value: the first that needs no longer form for
// it, else the first that is no map, else len(terms), which stands for the IRI.
func fits(o *Term, terms []*term) int {
	if len(terms) == 1 && !terms[0].isMap {
		return 0
	}
	lang, datatype := o.literalType()
	second := len(terms)
	for k, t := range terms {
		natural := false
		switch {
		case o.Kind != KindLiteral:
			natural = t.Container == IDMap || t.isID
		case t.Container == IDMap:
		case t.Container == LanguageMap:
			natural = datatype == ""
		case t.Type == "":
			natural = lang == "" && (datatype == "" || nativeForm(o.Value, datatype))
		default:
			natural = t.Type == datatype
		}
		if natural {
			return k
		}
		if !t.isMap && second == len(terms) {
			second = k
		}
	}
	return second
}

// has tells whether statement i is still to be written under term k.
func (w *ldWriter) has(i int32, terms []*term, k int) bool {
	return !w.written[i] && fits(&w.x.triples[i].O, terms) == k
}

// plain appends what is still to be written of a run under t, whether it fits or
// not, or under the IRI of the property if t is nil.
func (w *ldWriter) plain(dst []byte, run *run, t *term) []byte {
	n := run.n
	if w.written[run.first] { // only the first statement is ever reversed
		n--
	}
	if n == 0 {
		return dst
	}
	array := n > 1 || t != nil && t.isSet
	dst = openArray(w.property(appendMember(dst), run, t), array)
	for i := run.first; i >= 0; i = w.x.statements[i].next {
		if !w.written[i] {
			dst = w.value(appendElement(dst), i, t)
		}
	}
	return closeArray(dst, array)
}

// property appends the key of t, or the IRI of the property if t is nil.
func (w *ldWriter) property(dst []byte, run *run, t *term) []byte {
	if t != nil {
		return append(dst, t.name...)
	}
	return append(append(dst, w.name(run.pred).compact...), ':')
}

// values appends what fits term k as one value or an array; k is len(terms) for
// the IRI of the property.
func (w *ldWriter) values(dst []byte, run *run, terms []*term, k int) []byte {
	n := 0
	for i := run.first; i >= 0; i = w.x.statements[i].next {
		if w.has(i, terms, k) {
			n++
		}
	}
	if n == 0 {
		return dst
	}
	var t *term
	if k < len(terms) {
		t = terms[k]
	}
	array := n > 1 || t != nil && t.isSet
	dst = openArray(w.property(appendMember(dst), run, t), array)
	for i := run.first; i >= 0; i = w.x.statements[i].next {
		if w.has(i, terms, k) {
			w.written[i] = true
			dst = w.value(appendElement(dst), i, t)
		}
	}
	return closeArray(dst, array)
}

func (w *ldWriter) value(dst []byte, i int32, t *term) []byte {
	o := &w.x.triples[i].O
	if o.Kind != KindLiteral {
		return w.resource(dst, i, t)
	}
	if o.Lang == "" && o.Datatype == "" && (t == nil || t.plain) {
		return AppendJSONString(dst, o.Value)
	}
	lang, datatype := o.literalType()
	coerced := ""
	if t != nil {
		coerced = t.Type
	}
	switch {
	case lang == "" && datatype == coerced, coerced == "" && nativeForm(o.Value, datatype):
		if datatype != "" && coerced == "" {
			return append(dst, o.Value...)
		}
		return AppendJSONString(dst, o.Value)
	case lang != "":
		dst = AppendJSONString(append(dst, `{"@value":`...), o.Value)
		dst = append(append(dst, `,"@language":"`...), lang...)
		return append(dst, `"}`...)
	case datatype != "":
		dst = AppendJSONString(append(dst, `{"@value":`...), o.Value)
		return append(w.compact(append(dst, `,"@type":`...), datatype), '}')
	}
	return append(AppendJSONString(append(dst, `{"@value":`...), o.Value), '}')
}

// nativeForm tells whether a literal may be a JSON boolean or number: one that
// comes back with the same lexical form (JSON-LD 1.1 API §8.6).
func nativeForm(s, datatype string) bool {
	switch datatype {
	case xsdBoolean:
		return s == "true" || s == "false"
	case xsdInteger:
		digits := strings.TrimPrefix(s, "-")
		if digits == "" || len(digits) > 15 || digits[0] == '0' && s != "0" {
			return false
		}
		return strings.Trim(digits, "0123456789") == ""
	}
	return false
}
