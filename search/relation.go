package search

import (
	"strings"

	"issnd/cql"
	"issnd/diagnostic"
)

// relation is a relation of CQL with its modifiers, checked.
type relation struct {
	op       string // one of = == <> < > <= >= adj all any within
	fuzzy    bool
	unmasked bool
}

// relations lists what each kind of point can be asked.
var relations = map[Kind]string{
	Text:       " = == <> adj all any ",
	Everything: " = == <> adj all any ",
	Code:       " = == <> adj all any ",
	Number:     " = == <> < > <= >= all any within ",
	Date:       " = == <> < > <= >= all any within ",
}

// otherRelations is the relations of CQL that are another name of one, and
// encloses, which nothing here can be asked, because no value is a range.
var otherRelations = map[string]string{"exact": "==", "scr": "=", "encloses": "encloses"}

// Relations lists the relations that points of the kind can be used with.
func (k Kind) Relations() []string { return strings.Fields(relations[k]) }

// Relations lists the relations that the point is used with. All records are
// found by any relation and any term; the one here is that which the context set
// cql recommends.
func (p *Point) Relations() []string {
	if p.Names[0] == allRecords {
		return []string{"="}
	}
	return p.Kind.Relations()
}

// relation checks the relation of a clause on a point.
func (c *compiler) relation(p *Point, r cql.Relation) (relation, error) {
	name := r.Name
	if name.Base == "" {
		name.Base = "="
	}
	set, err := contextSet(name.Prefix, c.scopes)
	if err != nil {
		return relation{}, err
	}
	op := strings.ToLower(name.Base)
	if other, ok := otherRelations[op]; ok {
		op = other
	}
	known := op == "encloses"
	for _, ops := range relations {
		known = known || strings.Contains(ops, " "+op+" ")
	}
	if !known || name.Prefix != "" && set != "cql" {
		return relation{}, diagnostic.New(diagnostic.UnsupportedRelation, name.String())
	}
	out := relation{op: op}
	if err := c.modify(&out, p, r.Modifiers); err != nil {
		return relation{}, err
	}
	if p.Names[0] != allRecords && !strings.Contains(relations[p.Kind], " "+out.op+" ") {
		return relation{}, diagnostic.New(diagnostic.UnsupportedRelationForIndex, p.Names[0]+" "+name.String())
	}
	return out, nil
}
