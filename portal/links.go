package portal

import (
	"strings"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/jsonw"
	"issnd/issn"
)

// typeIRI is what kind of thing a resource URI names (FAIR Signposting, type).
func (k kind) typeIRI() string {
	if k == linkingResource {
		return "http://schema.org/CreativeWork"
	}
	return "http://schema.org/Periodical"
}

// choice is the formats that describe a kind of resource.
func (s *Service) choice(k kind) *format.Choice {
	if k == linkingResource {
		return s.clusters
	}
	return s.records
}

const linksetType = "application/linkset+json"

// links is the Link header of a representation: canonical URL, identity, type,
// licence, other representations and the linkset, which lists all of them (RFC
// 8288; FAIR Signposting level 1). Pages, and what is served in place of a
// representation, where f is nil, list all others themselves; data say what
// they describe and lead to the page.
func (s *Service) links(o *crosswalk.Options, r *resource, f *format.Format) string {
	return string(s.appendLinks(nil, o, r, f))
}

// appendLinks appends the value of that header.
func (s *Service) appendLinks(b []byte, o *crosswalk.Options, r *resource, f *format.Format) []byte {
	doc := r.document(o)
	data := f != nil && f.Ext != htmlExt
	b = appendLinkValue(b, doc, "canonical", "")
	cited := len(b)
	b = append(appendIdentity(append(b, ", <"...), o, r.kind, r.id), `>; rel="`...)
	named := len(b)
	b = append(b, `cite-as"`...)
	b = appendLinkValue(append(b, ", "...), r.kind.typeIRI(), "type", "")
	if o.License != "" {
		b = appendLinkValue(append(b, ", "...), o.License, "license", "")
	}
	if data {
		b = append(append(b, b[cited:named]...), `describes"`...)
	}
	for _, a := range s.choice(r.kind).Formats {
		if a != f && (!data || a.Ext == htmlExt) {
			b = append(b, ", <"...)
			b = append(append(b, doc...), a.Ext...)
			b = append(append(b, `>; rel="`...), alternateRel(a)...)
			b = append(b, `"; type="`...)
			typ, profile := mediaType(a)
			b = append(append(b, typ...), '"')
			if profile != "" {
				b = append(append(append(b, `; profile="`...), profile...), '"')
			}
		}
	}
	b = append(append(b, ", <"...), doc...)
	return append(b, linksetName+`>; rel="linkset"; type="`+linksetType+`"`...)
}

// mediaType is the media type of a format without its parameters, and the
// profile that tells it from others of the same type.
func mediaType(f *format.Format) (typ, profile string) {
	typ, params, _ := strings.Cut(f.MediaTypes[0], ";")
	profile, _ = strings.CutPrefix(params, `profile="`)
	return typ, strings.TrimSuffix(profile, `"`)
}

// alternateRel is how a representation relates to the others: data formats
// describe the resource as well.
func alternateRel(f *format.Format) string {
	if f.Ext == htmlExt {
		return "alternate"
	}
	return "alternate describedby"
}

// appendLink appends a link to a list of them.
func appendLink(b []byte, target, rel, typ string) []byte {
	if len(b) > 0 {
		b = append(b, ", "...)
	}
	return appendLinkValue(b, target, rel, typ)
}

// appendLinkValue appends one link-value (RFC 8288 §3).
func appendLinkValue(b []byte, target, rel, typ string) []byte {
	b = append(append(append(b, '<'), target...), `>; rel="`...)
	b = append(append(b, rel...), '"')
	if typ != "" {
		b = append(append(append(b, `; type="`...), typ...), '"')
	}
	return b
}

// linkset is the same list as a document of its own (RFC 9264 §4.2; FAIR
// Signposting level 2).
func (s *Service) linkset(o *crosswalk.Options, k kind, id issn.ISSN) []byte {
	doc := o.PublicURL + k.path()[1:] + id.String()
	b := append([]byte(`{"linkset":[{"anchor":`), jsonString(doc)...)
	b = appendTargets(b, "canonical", target{href: doc})
	b = appendTargets(b, "cite-as", target{href: identity(o, k, id)})
	b = appendTargets(b, "type", target{href: k.typeIRI()})
	if o.License != "" {
		b = appendTargets(b, "license", target{href: o.License})
	}
	var all, data []target
	for _, f := range s.choice(k).Formats {
		typ, profile := mediaType(f)
		if profile == "" {
			profile = f.Profile
		}
		t := target{doc + f.Ext, typ, profile}
		all = append(all, t)
		if f.Ext != htmlExt {
			data = append(data, t)
		}
	}
	b = appendTargets(b, "alternate", all...)
	b = appendTargets(b, "describedby", data...)
	b = append(b, '}')
	for _, t := range data {
		b = append(append(b, `,{"anchor":`...), jsonString(t.href)...)
		b = appendTargets(b, "describes", target{href: identity(o, k, id)})
		b = append(b, '}')
	}
	return append(b, "]}\n"...)
}

type target struct{ href, typ, profile string }

func appendTargets(b []byte, rel string, targets ...target) []byte {
	b = append(append(append(b, ','), jsonString(rel)...), ":["...)
	for i, t := range targets {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, `{"href":`...), jsonString(t.href)...)
		if t.typ != "" {
			b = append(append(b, `,"type":`...), jsonString(t.typ)...)
		}
		if t.profile != "" {
			// An extension target attribute is an array (RFC 9264 §4.2.4.3).
			b = append(append(append(b, `,"profile":[`...), jsonString(t.profile)...), ']')
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

func jsonString(s string) []byte { return jsonw.AppendString(nil, s) }
