package cql

import "strings"

// String is CQL that parses to an equal query, positions apart. Words are
// quoted where they were or where they have to be, and parentheses stand only
// where the tree needs them.
func (q *Query) String() string { return string(q.AppendCQL(nil)) }

// AppendCQL appends what String returns.
func (q *Query) AppendCQL(dst []byte) []byte {
	// Assignments from within parentheses do not reach the sort keys, and
	// must not when they are printed.
	all := q.Root.Scope()
	outer := all
	if q.Sort != nil {
		outer = all[:min(len(q.SortPrefixes), len(all))]
	}
	dst = appendPrefixes(dst, outer)
	if len(outer) < len(all) {
		dst = append(dst, '(')
		dst = appendPrefixes(dst, all[len(outer):])
		dst = append(appendBare(dst, q.Root), ')')
	} else {
		dst = appendBare(dst, q.Root)
	}
	for i, k := range q.Sort {
		if i == 0 {
			dst = append(dst, " sortby"...)
		}
		dst = appendName(append(dst, ' '), k.Index)
		dst = appendModifiers(dst, k.Modifiers)
	}
	return dst
}

// String is the clause as CQL.
func (c *Clause) String() string {
	return string(appendBare(appendPrefixes(nil, c.Prefixes), c))
}

// String is the tree below b as CQL.
func (b *Boolean) String() string {
	return string(appendBare(appendPrefixes(nil, b.Prefixes), b))
}

// appendBare prints n without its prefix assignments.
func appendBare(dst []byte, n Node) []byte {
	switch n := n.(type) {
	case *Clause:
		return appendClause(dst, n)
	case *Boolean:
		_, right := n.Right.(*Boolean)
		dst = appendOperand(dst, n.Left, false)
		dst = append(append(dst, ' '), n.Op.String()...)
		dst = append(appendModifiers(dst, n.Modifiers), ' ')
		dst = appendOperand(dst, n.Right, right)
	}
	return dst
}

// appendOperand prints n, in parentheses if it has assignments, whose scope
// they end.
func appendOperand(dst []byte, n Node, parentheses bool) []byte {
	if !parentheses && len(n.Scope()) == 0 {
		return appendBare(dst, n)
	}
	dst = appendPrefixes(append(dst, '('), n.Scope())
	return append(appendBare(dst, n), ')')
}

func appendClause(dst []byte, c *Clause) []byte {
	if c.Index.Base != "" {
		dst = append(appendName(dst, c.Index), ' ')
		dst = append(appendRelation(dst, c.Relation), ' ')
	}
	t := c.Term
	if t.Quoted || !isWord(t.Raw) {
		return append(append(append(dst, '"'), t.Raw...), '"')
	}
	return append(dst, t.Raw...)
}

func appendRelation(dst []byte, r Relation) []byte {
	if isSymbol(r.Name) {
		dst = append(dst, r.Name.Base...)
	} else {
		dst = appendName(dst, r.Name)
	}
	return appendModifiers(dst, r.Modifiers)
}

func appendModifiers(dst []byte, list []Modifier) []byte {
	for _, m := range list {
		dst = appendName(append(dst, '/'), m.Name)
		if m.Comparison != "" {
			dst = appendValue(append(dst, m.Comparison...), m.Value)
		}
	}
	return dst
}

func appendPrefixes(dst []byte, list []Prefix) []byte {
	for _, p := range list {
		dst = append(dst, '>')
		if p.Name != "" {
			dst = append(appendValue(dst, p.Name), '=')
		}
		dst = append(appendQuoted(dst, p.URI), ' ')
	}
	return dst
}

func appendName(dst []byte, n Name) []byte { return appendValue(dst, n.String()) }

// appendValue prints s as a word if it can be read as one anywhere, and in
// quotation marks otherwise.
func appendValue(dst []byte, s string) []byte {
	if isWord(s) && !reserved(s) && strings.IndexByte(s, '\\') < 0 {
		return append(dst, s...)
	}
	return appendQuoted(dst, s)
}

func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			dst = append(dst, '\\')
		}
		dst = append(dst, s[i])
	}
	return append(dst, '"')
}

// isWord reports whether the lexer reads s as one word.
func isWord(s string) bool {
	l := lexer{src: s}
	t := l.next()
	return t.kind == word && len(t.text) == len(s)
}
