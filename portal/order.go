package portal

import (
	"issnd/cql"
	"issnd/register"
	"issnd/search"
)

// order is a way to order the records of a search.
type order struct {
	Name, Title string
	point       string // CQL name of the point to sort by
	descending  bool
}

// orders lists the orders besides relevance, which is "".
var orders = [...]order{
	{"title", "Title", "issn.title", false},
	{"issn", "ISSN", "issn.issn", false},
	{"newest", "First published, latest first", "issn.startYear", true},
	{"oldest", "First published, earliest first", "issn.startYear", false},
	{"changed", "Record changed, latest first", "issn.dateChanged", true},
}

func orderNamed(name string) *order {
	for i := range orders {
		if orders[i].Name == name {
			return &orders[i]
		}
	}
	return nil
}

// keys is the order as the sort keys of a query.
func (o *order) keys() []cql.SortKey {
	k := cql.SortKey{Index: cql.ParseName(o.point)}
	if o.descending {
		k.Modifiers = []cql.Modifier{{Name: cql.Name{Prefix: "sort", Base: "descending"}}}
	}
	return []cql.SortKey{k}
}

// ordersFor lists the orders that a viewer may use.
func ordersFor(t *search.Table, v register.Viewer) []order {
	var out []order
	for _, o := range orders {
		if p, err := t.Find(cql.ParseName(o.point)); err == nil && p.Sort && p.For(v) {
			out = append(out, o)
		}
	}
	return out
}
