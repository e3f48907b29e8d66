package sru

import (
	"strconv"
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
)

// sortKeys reads the sort keys of SRU 1.1 and 2.0, separated by blanks, each
//
//	path[,schema[,ascending[,caseSensitive[,missingValue]]]]
//
// as those of CQL. A path is the name of an index. Of a schema only the
// context set of that index could be meant, so that any is refused.
func sortKeys(text string) ([]cql.SortKey, error) {
	var out []cql.SortKey
	for _, key := range splitQuoted(text, ' ') {
		if key == "" {
			continue
		}
		if len(out) == bounds.SortKeys {
			return nil, diagnostic.New(diagnostic.TooManySortKeys, strconv.Itoa(bounds.SortKeys))
		}
		k, err := sortKey(splitQuoted(key, ','))
		if err != nil {
			return nil, err
		}
		out = append(out, k)
	}
	if out == nil {
		return nil, diagnostic.New(diagnostic.UnsupportedSortSequence, text)
	}
	return out, nil
}

func sortKey(parts []string) (cql.SortKey, error) {
	var part [5]string
	if len(parts) > len(part) {
		return cql.SortKey{}, diagnostic.New(diagnostic.UnsupportedSortSequence, strings.Join(parts, ","))
	}
	copy(part[:], parts)
	k := cql.SortKey{Index: cql.ParseName(part[0])}
	if k.Index.Base == "" {
		return k, diagnostic.New(diagnostic.UnsupportedSortPath, part[0])
	}
	if part[1] != "" {
		return k, diagnostic.New(diagnostic.UnsupportedSortSchema, part[1])
	}
	for _, f := range [...]struct {
		value, yes, no string
		otherwise      diagnostic.Code
	}{
		{part[2], "ascending", "descending", diagnostic.UnsupportedSortDirection},
		{part[3], "respectCase", "ignoreCase", diagnostic.UnsupportedSortCase},
	} {
		switch f.value {
		case "":
		case "1", "true":
			k.Modifiers = append(k.Modifiers, sortModifier(f.yes))
		case "0", "false":
			k.Modifiers = append(k.Modifiers, sortModifier(f.no))
		default:
			return k, diagnostic.New(f.otherwise, f.value)
		}
	}
	return k, missingValue(&k, part[4])
}

// missingValue adds what is done with records that have no value.
func missingValue(k *cql.SortKey, action string) error {
	switch action {
	case "":
	case "abort":
		k.Modifiers = append(k.Modifiers, sortModifier("missingFail"))
	case "highValue":
		k.Modifiers = append(k.Modifiers, sortModifier("missingHigh"))
	case "lowValue":
		k.Modifiers = append(k.Modifiers, sortModifier("missingLow"))
	case "omit":
		k.Modifiers = append(k.Modifiers, sortModifier("missingOmit"))
	default:
		value, quoted := strings.CutPrefix(action, `"`)
		if !quoted {
			return diagnostic.New(diagnostic.UnsupportedMissingValue, action)
		}
		m := sortModifier("missingValue")
		m.Comparison, m.Value = "=", strings.TrimSuffix(value, `"`)
		k.Modifiers = append(k.Modifiers, m)
	}
	return nil
}

func sortModifier(base string) cql.Modifier {
	return cql.Modifier{Name: cql.Name{Prefix: "sort", Base: base}}
}

// splitQuoted splits at a separator that is not between quotation marks.
func splitQuoted(s string, separator byte) []string {
	var out []string
	quoted, start := false, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == separator && !quoted:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}
