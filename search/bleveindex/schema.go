package bleveindex

import (
	"fmt"

	"issnd/search"
)

// The fields that every document has besides its own.
const (
	fieldID     = "_id"        // the ISSN as four bytes
	fieldPublic = "\x00public" // termPublic if the public may find it
	termPublic  = "1"
)

// schema is the fields by name.
type schema map[string]search.FieldInfo

func newSchema(fields []search.FieldInfo) (schema, error) {
	s := schema{fieldPublic: {Name: fieldPublic, Facet: true}}
	for _, f := range fields {
		if f.Name == "" || f.Name[0] == 0 || f.Name[0] == '_' {
			return nil, fmt.Errorf("a field cannot be named %q", f.Name)
		}
		if _, twice := s[f.Name]; twice {
			return nil, fmt.Errorf("the field %s is there twice", f.Name)
		}
		s[f.Name] = f
	}
	return s, nil
}
