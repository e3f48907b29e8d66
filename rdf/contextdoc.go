package rdf

// appendDefinitions writes the members of a context object, each after sep, and
// no braces; the first member has only what follows the comma of sep.
func appendDefinitions(dst []byte, sep string, prefixes []Prefix, terms []TermDef) []byte {
	dst = append(append(dst, sep[1:]...), `"@version": 1.1`...)
	dst = append(append(dst, sep...), `"id": "@id"`...)
	dst = append(append(dst, sep...), `"type": "@type"`...)
	for _, p := range prefixes {
		dst = append(appendName(append(dst, sep...), p.Name), ' ')
		if simplePrefix(p.IRI) {
			dst = AppendJSONString(dst, p.IRI)
			continue
		}
		dst = AppendJSONString(append(dst, `{"@id": `...), p.IRI)
		dst = append(dst, `, "@prefix": true}`...)
	}
	for _, d := range terms {
		dst = appendTermDef(append(dst, sep...), d)
	}
	return dst
}

// simplePrefix tells whether an IRI makes a prefix without "@prefix": it does
// if it ends in a gen-delim (JSON-LD 1.1 API §4.2.2).
func simplePrefix(iri string) bool {
	switch iri[len(iri)-1] {
	case ':', '/', '?', '#', '[', ']', '@':
		return true
	}
	return false
}

func appendTermDef(dst []byte, d TermDef) []byte {
	dst = append(appendName(dst, d.Key), ' ')
	if !d.Reverse && d.Type == "" && d.Container == Single && len(d.Scoped) == 0 && !simplePrefix(d.IRI) {
		return AppendJSONString(dst, d.IRI)
	}
	key := `{"@id": `
	if d.Reverse {
		key = `{"@reverse": `
	}
	dst = AppendJSONString(append(dst, key...), d.IRI)
	typ := d.Type
	if d.Reverse {
		typ = CoerceID
	}
	if typ != "" {
		dst = AppendJSONString(append(dst, `, "@type": `...), typ)
	}
	if d.Container != Single {
		dst = AppendJSONString(append(dst, `, "@container": `...), string(d.Container))
	}
	if len(d.Scoped) > 0 {
		dst = append(dst, `, "@context": {`...)
		for i, in := range d.Scoped {
			if i > 0 {
				dst = append(dst, ", "...)
			}
			dst = appendTermDef(dst, in)
		}
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

func appendName(dst []byte, key string) []byte { return append(AppendJSONString(dst, key), ':') }
