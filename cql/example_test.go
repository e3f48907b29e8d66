package cql_test

import (
	"fmt"

	"issnd/cql"
)

func ExampleParse() {
	q, err := cql.Parse(`dc.title any "annual review*" and (issn=0317-8471) sortby dc.date`, cql.DefaultLimits())
	if err != nil {
		fmt.Println(err)
		return
	}
	b := q.Root.(*cql.Boolean)
	title := b.Left.(*cql.Clause)
	fmt.Println(b.Op, title.Index, title.Relation.Name, title.Term.Tokens())
	fmt.Println(q)
	// Output:
	// and dc.title any [{0 annual review} {1 *}]
	// dc.title any "annual review*" and issn = 0317-8471 sortby dc.date
}

func ExampleParse_refused() {
	_, err := cql.Parse(`dc.title = annual review`, cql.DefaultLimits())
	fmt.Println(err)
	// Output:
	// a term of several words needs quotation marks: expected a boolean operator or sortby and found "review" (byte 18)
}
