package search

import (
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
)

// RelationModifiers lists the relation modifiers that are understood.
func RelationModifiers() []string {
	return []string{"relevant", "fuzzy", "ignoreCase", "ignoreAccents", "masked", "unmasked", "word", "string",
		"number", "isoDate", "uri"}
}

// modify applies the modifiers of a relation on a point. Case and accents
// never count, and order is by relevance anyway, so that some change nothing.
func (c *compiler) modify(r *relation, p *Point, modifiers []cql.Modifier) error {
	seen := map[string]bool{}
	for _, m := range modifiers {
		name := strings.ToLower(m.Name.Base)
		if set, err := contextSet(m.Name.Prefix, c.scopes); err != nil || m.Name.Prefix != "" && set != "cql" || m.Comparison != "" {
			return diagnostic.New(diagnostic.UnsupportedModifier, m.Name.String())
		}
		seen[name] = true
		ok := false
		words := p.Kind == Text || p.Kind == Everything
		switch name {
		case "relevant", "ignorecase", "ignoreaccents", "masked":
			ok = true
		case "unmasked":
			r.unmasked, ok = true, true
		case "fuzzy":
			r.fuzzy, ok = true, words && p.marc == (path{})
		case "word":
			ok = words
		case "string":
			if ok = true; words && (r.op == "=" || r.op == "==") {
				r.op = "=="
			} else if words {
				return combination(modifiers)
			}
		case "number":
			ok = p.Kind == Number
		case "isodate":
			ok = p.Kind == Date || p.Kind == Number
		case "uri":
			ok = words || p.Kind == Code
		}
		if !ok {
			return diagnostic.New(diagnostic.UnsupportedModifier, m.Name.String())
		}
	}
	if seen["masked"] && seen["unmasked"] || seen["word"] && (seen["string"] || r.op == "==") ||
		r.fuzzy && (r.op == "==" || r.op == "<>") {
		return combination(modifiers)
	}
	return nil
}

// combination refuses modifiers that do not go together.
func combination(modifiers []cql.Modifier) error {
	var all strings.Builder
	for _, m := range modifiers {
		all.WriteString("/" + m.Name.String())
	}
	return diagnostic.New(diagnostic.UnsupportedModifiers, all.String())
}
