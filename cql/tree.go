package cql

// Query is a parsed query. Root is never nil in a Query that Parse returns.
type Query struct {
	Root Node
	// Sort holds the sort keys, the most important first; nil if the query
	// has no sortby.
	Sort []SortKey
	// SortPrefixes are the prefix assignments that hold for Sort: those of
	// Root that stand outside any parentheses, and so its first ones. It is
	// nil if Sort is.
	SortPrefixes []Prefix
}

// Node is a part of the tree that finds records: a *Clause or a *Boolean, and
// nothing else.
type Node interface {
	// Scope is the prefix assignments written before the node. They hold for
	// the node and all below it; of two for one name the later prevails, and
	// both hide those from above.
	Scope() []Prefix
	sealed()
}

// Prefix is a prefix assignment: it lets Name stand for the context set URI
// within the node that carries it. An empty Name sets the default context set.
type Prefix struct {
	Name, URI string
	Pos       int // byte offset of its ">"
}

// Clause is a search clause.
type Clause struct {
	Prefixes []Prefix
	// Index and Relation are zero in a clause that is a term alone, which
	// stands for cql.serverChoice = term. One is never without the other.
	Index    Name
	Relation Relation
	Term     Term
}

// NewClause compares an index with a text in which nothing is special.
func NewClause(index, relation, text string) *Clause {
	return &Clause{Index: ParseName(index), Relation: Relation{Name: ParseName(relation)}, Term: NewTerm(text)}
}

// Relation is how a term is to be compared with what an index holds. Name is
// a symbol (=, ==, <>, <, >, <=, >=) with no prefix, or a word such as any or
// cql.adj.
type Relation struct {
	Name      Name
	Modifiers []Modifier
}

// Modifier changes a relation, a boolean operator or a sort key. Comparison
// is one of the symbols of relations, or empty if the modifier has no value.
type Modifier struct {
	Name       Name
	Comparison string
	Value      string // without quotes and escapes
	Pos        int    // byte offset of its name
}

// Boolean combines the records that two nodes find. Operators have equal
// precedence and associate to the left.
type Boolean struct {
	Prefixes    []Prefix
	Op          Op
	OpPos       int // byte offset of the operator
	Modifiers   []Modifier
	Left, Right Node
}

// SortKey is an index to sort by and how.
type SortKey struct {
	Index     Name
	Modifiers []Modifier
}

// Scope implements Node.
func (c *Clause) Scope() []Prefix { return c.Prefixes }

// Scope implements Node.
func (b *Boolean) Scope() []Prefix { return b.Prefixes }

func (*Clause) sealed()  {}
func (*Boolean) sealed() {}

// Op is a boolean operator.
type Op uint8

// The operators; there are no others.
const (
	And Op = iota
	Or
	Not
	Prox
)

// String is the operator in lower case.
func (o Op) String() string {
	switch o {
	case And:
		return "and"
	case Or:
		return "or"
	case Not:
		return "not"
	default:
		return "prox"
	}
}
