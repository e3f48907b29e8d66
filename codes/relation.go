package codes

import "sync"

// Relation is what a linking entry field, 760 to 787, says of the serial that
// it names.
type Relation struct {
	Label   string // what this serial is to the other, for example "Continues"
	Inverse string // label of the relation back, "" where none corresponds
}

var relations = sync.OnceValue(func() map[string]Relation {
	table := map[string]Relation{}
	inverse := map[string]string{}
	for f := range rows("relations.tsv") {
		key := relationKey(f[0], f[1][0])
		table[key], inverse[key] = Relation{Label: f[2]}, f[3]
	}
	for key, r := range table {
		back := inverse[key]
		switch len(back) {
		case 0:
			continue
		case len("780"):
			back += "/#"
		}
		r.Inverse = table[back].Label
		table[key] = r
	}
	return table
})

func relationKey(tag string, ind2 byte) string { return tag + "/" + string(rune(ind2)) }

// LookupRelation finds the relation of a linking field by its tag and second
// indicator, which matters in 780 and 785 only. An indicator that is not
// defined reads as blank.
func LookupRelation(tag string, ind2 byte) (Relation, bool) {
	if tag == "780" || tag == "785" {
		if r, ok := relations()[relationKey(tag, ind2)]; ok {
			return r, true
		}
	}
	r, ok := relations()[relationKey(tag, '#')]
	return r, ok
}
