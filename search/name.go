package search

import (
	"slices"
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
)

// Find is the point that a query calls by the name, where the prefix
// assignments hold that stand in scopes, the outermost first. A name without a
// prefix is that of the default context set, if the query declares one, else of
// the first of ContextSets that has it. The error is a *diagnostic.Diagnostic:
// 15, 16 or, for a result set, 50.
func (t *Table) Find(n cql.Name, scopes ...[]cql.Prefix) (*Point, error) {
	set, err := contextSet(n.Prefix, scopes)
	if err != nil {
		return nil, err
	}
	base := n.Base
	if set == "" {
		for _, s := range contextSets {
			if p := t.byName[s.Name+"."+strings.ToLower(base)]; p != nil {
				return p, nil
			}
		}
	}
	if (set == "cql" || set == "") && strings.EqualFold(base, "resultSetId") {
		return nil, diagnostic.New(diagnostic.ResultSetsUnsupported, "")
	}
	if p := t.byName[set+"."+strings.ToLower(base)]; p != nil {
		return p, nil
	}
	if set == marcSet {
		at, why := parsePath(base)
		if why == "" {
			return at.point(), nil
		}
		return nil, diagnostic.Newf(diagnostic.UnsupportedIndex, n.String(), "%s: %s", diagnostic.UnsupportedIndex, why)
	}
	return nil, diagnostic.New(diagnostic.UnsupportedIndex, n.String())
}

// contextSet is the name of the context set that a prefix stands for; "" where
// there is neither a prefix nor a default set.
func contextSet(prefix string, scopes [][]cql.Prefix) (string, error) {
	for _, scope := range slices.Backward(scopes) {
		for _, p := range slices.Backward(scope) {
			if !strings.EqualFold(p.Name, prefix) {
				continue
			}
			if set, ok := setByURI(p.URI); ok {
				return set, nil
			}
			return "", diagnostic.New(diagnostic.UnsupportedContextSet, p.URI)
		}
	}
	if prefix == "" {
		return "", nil
	}
	if s, ok := setByName(prefix); ok {
		return s.Name, nil
	}
	return "", diagnostic.New(diagnostic.UnsupportedContextSet, prefix)
}

// checkScope refuses assignments of context sets that nobody here knows.
func checkScope(scope []cql.Prefix) error {
	for _, p := range scope {
		if _, ok := setByURI(p.URI); !ok {
			return diagnostic.New(diagnostic.UnsupportedContextSet, p.URI)
		}
	}
	return nil
}
