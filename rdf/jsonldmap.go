package rdf

// idMap appends the nodes that fit term k as an object keyed by id.
func (w *ldWriter) idMap(dst []byte, r int32, terms []*term, k int) []byte {
	run := &w.x.runs[r]
	open := false
	for i := run.first; i >= 0; i = w.x.statements[i].next {
		if !w.has(i, terms, k) {
			continue
		}
		w.written[i] = true
		to := w.x.statements[i].object
		if to >= 0 {
			if w.places[to].mapRun == r { // a statement made twice: a key stands once
				continue
			}
			w.places[to].mapRun = r
		}
		if !open {
			dst = append(append(appendMember(dst), terms[k].name...), '{')
			open = true
		}
		dst = append(w.id(appendMember(dst), &w.x.triples[i].O), ":{"...)
		if to >= 0 && w.places[to].at == i {
			dst = w.node(dst, to, false)
		}
		dst = append(dst, '}')
	}
	if open {
		dst = append(dst, '}')
	}
	return dst
}

// languageMap appends the strings that fit term k as an object keyed by
// language, each language with all its strings.
func (w *ldWriter) languageMap(dst []byte, run *run, terms []*term, k int) []byte {
	open := false
	for i := run.first; i >= 0; i = w.x.statements[i].next {
		if !w.has(i, terms, k) {
			continue
		}
		if !open {
			dst = append(append(appendMember(dst), terms[k].name...), '{')
			open = true
		}
		lang, _ := w.x.triples[i].O.literalType()
		dst = w.language(appendMember(dst), run, i, lang, terms, k)
	}
	if open {
		dst = append(dst, '}')
	}
	return dst
}

// language appends one entry of a language map, whose first string is that of
// statement i.
func (w *ldWriter) language(dst []byte, run *run, i int32, lang string, terms []*term, k int) []byte {
	key := lang
	if key == "" {
		key = "@none"
	}
	dst = append(AppendJSONString(dst, key), ":["...)
	for ; i >= 0; i = w.x.statements[i].next {
		o := &w.x.triples[i].O
		if l, _ := o.literalType(); l == lang && w.has(i, terms, k) {
			w.written[i] = true
			dst = AppendJSONString(appendElement(dst), o.Value)
		}
	}
	return append(dst, ']')
}
