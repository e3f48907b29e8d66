package search

import "issnd/cql"

// Words is the query for what people type into one box.
func Words(text string) (*cql.Query, error) { return nil, nil }
