package crosswalk

import (
	"issnd/marc"
	"issnd/rdf"
)

// organization names and describes the organization in one subfield (profile
// §2.8). Its name is in the original script where the record has it, and the
// Latin form is the other name; a name of which only one form is known has the
// language tag lang, or none for "". ok is false if the subfield names nothing.
func (b *builder) organization(prefix string, f *marc.Field, i int, lang string) (t rdf.Term, ok bool) {
	name := organizationName(f, i, f.Tag == tag710)
	t, ok = b.named(prefix, name)
	if !ok || !b.first(&t) {
		return t, ok
	}
	b.tell(&t, &rdfType, &schemaOrganization)
	alt, written := b.original(f, name)
	if written != "" {
		if s := counterpart(f, i, alt); s != "" {
			b.tellLang(&t, &schemaName, s, "und-"+written)
			b.tellLang(&t, &schemaAlternateName, name, tag(name, written, b.lang))
			return t, true
		}
	}
	if lang == "" {
		b.tellText(&t, &schemaName, name)
	} else {
		b.tellLang(&t, &schemaName, name, tag(name, "", b.lang))
	}
	return t, true
}

// organizationName is the name in the i-th subfield. Where $b are subordinate
// bodies the full stop before them is not a part of it.
func organizationName(f *marc.Field, i int, subordinate bool) string {
	name := trimISBD(cleanText(f.Subfields[i].Value))
	for k := i + 1; k < len(f.Subfields); k++ {
		if subordinate && f.Subfields[k].Code == 'b' {
			return point(name)
		}
	}
	return name
}

// counterpart is the name in alt that corresponds to the i-th subfield of f:
// the one with the same code at the same place among those with the code.
func counterpart(f *marc.Field, i int, alt *marc.Field) string {
	code, nth := f.Subfields[i].Code, 0
	for k := range i {
		if f.Subfields[k].Code == code {
			nth++
		}
	}
	for k := range alt.Subfields {
		if alt.Subfields[k].Code != code {
			continue
		}
		if nth == 0 {
			return organizationName(alt, k, f.Tag == tag710)
		}
		nth--
	}
	return ""
}

// bodyTags are the fields that name issuing bodies, and their subfields.
var bodyTags = [...]struct {
	tag   int
	codes string
}{{710, "ab"}, {711, "a"}, {720, "a"}}

// bodies says and describes the issuing bodies, each in two properties. A body
// in 710 $b is a part of the one before it.
func (b *builder) bodies() {
	mark := b.mark()
	var few [4]rdf.Term // most records have no more
	all := few[:0]
	for _, fields := range bodyTags {
		for f := range b.fields.each(fields.tag) {
			all = b.body(all, f, fields.codes)
		}
	}
	for _, t := range all {
		b.sayOnce(mark, &bfrelIssuingBody, &t)
	}
	for _, t := range all {
		b.sayOnce(mark, &schemaContributor, &t)
	}
}

// body describes the bodies of one field, in which the last is the one that
// the identifiers of the field are of, and appends them to all.
func (b *builder) body(all []rdf.Term, f *marc.Field, codes string) []rdf.Term {
	var last rdf.Term
	described := false
	for i := range f.Subfields {
		if !selected(f.Subfields[i].Code, codes) {
			continue
		}
		known := len(b.described)
		t, ok := b.organization("#IssuingBody-", f, i, latin)
		if !ok || t == last {
			continue
		}
		if described = len(b.described) > known; described && last.Kind != rdf.None {
			b.tell(&t, &schemaParentOrganization, &last)
		}
		last = t
		all = append(all, t)
	}
	if described {
		b.sameAs(last, f)
	}
	return all
}

// sameAs says what else identifies an organization: ISNI and the addresses in
// $0 and $1.
func (b *builder) sameAs(t rdf.Term, f *marc.Field) {
	from := len(b.nodes)
	for i := range f.Subfields {
		s := &f.Subfields[i]
		if s.Code != '0' && s.Code != '1' {
			continue
		}
		same, ok := webIRI(s.Value)
		if id := isni(s.Value); id != "" {
			same, ok = nsISNI+id, true
		}
		if ok && !b.told(from, rdf.IRI(same)) {
			b.tellIRI(&t, &schemaSameAs, same)
		}
	}
}

// told reports whether a node kept back since from has the object.
func (b *builder) told(from int, o rdf.Term) bool {
	for i := range b.nodes[from:] {
		if b.nodes[from+i].O == o {
			return true
		}
	}
	return false
}
