package search

import (
	"strconv"
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
)

const mostSortKeys = 8

// SortModifiers lists the sort modifiers that are understood.
func SortModifiers() []string {
	return []string{"ascending", "descending", "ignoreCase", "ignoreAccents",
		"missingOmit", "missingFail", "missingLow", "missingHigh", "missingValue"}
}

// sort compiles the sort keys of a query.
func (c *compiler) sort(q *cql.Query) ([]SortField, error) {
	if len(q.Sort) > mostSortKeys {
		return nil, diagnostic.New(diagnostic.TooManySortKeys, strconv.Itoa(mostSortKeys))
	}
	c.scopes = [][]cql.Prefix{q.SortPrefixes}
	list := make([]SortField, 0, len(q.Sort))
	for _, k := range q.Sort {
		f, err := c.sortKey(k)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

func (c *compiler) sortKey(k cql.SortKey) (SortField, error) {
	p, err := c.table.Find(k.Index, c.scopes...)
	if err != nil || !p.Sort {
		return SortField{}, diagnostic.New(diagnostic.UnsupportedSortPath, k.Index.String())
	}
	if err := c.permit(p, k.Index); err != nil {
		return SortField{}, err
	}
	by := p
	if p.SortAs != "" {
		by = c.table.byName[strings.ToLower(p.SortAs)]
	}
	f := SortField{Fields: names(c.viewer, c.table.fields[by].sort)}
	for _, m := range k.Modifiers {
		if err := c.sortModifier(&f, p, m); err != nil {
			return SortField{}, err
		}
	}
	return f, nil
}

func (c *compiler) sortModifier(f *SortField, p *Point, m cql.Modifier) error {
	set, err := contextSet(m.Name.Prefix, c.scopes)
	if err != nil || m.Name.Prefix != "" && set != "sort" && set != "cql" {
		return diagnostic.New(diagnostic.UnsupportedSortSequence, m.Name.String())
	}
	name := strings.ToLower(m.Name.Base)
	if (name == "missingvalue") != (m.Comparison == "=") {
		return diagnostic.New(diagnostic.UnsupportedSortSequence, m.Name.String())
	}
	switch name {
	case "ascending":
		f.Descending = false
	case "descending":
		f.Descending = true
	case "ignorecase", "ignoreaccents":
	case "respectcase", "respectaccents":
		return diagnostic.New(diagnostic.UnsupportedSortCase, m.Name.String())
	case "missingomit":
		f.Missing = MissingOmit
	case "missingfail":
		f.Missing = MissingFail
	case "missinglow":
		f.Missing = MissingLow
	case "missinghigh":
		f.Missing = MissingHigh
	case "missingvalue":
		f.Missing = MissingValue
		return f.value(p, m.Value)
	default:
		return diagnostic.New(diagnostic.UnsupportedSortSequence, m.Name.String())
	}
	return nil
}

// value sets what records without a value are sorted as.
func (f *SortField) value(p *Point, s string) error {
	if p.Kind == Text || p.Kind == Everything {
		f.Value = whole(s)
		return nil
	}
	v, ok := normal(p, s)
	if !ok {
		return diagnostic.New(diagnostic.UnsupportedMissingValue, s)
	}
	f.Value = v
	return nil
}
