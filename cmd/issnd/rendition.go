package main

import (
	"fmt"
	"strings"

	"issnd/marc"
	"issnd/register"
)

// rendition is how export writes records of one format: head, the records with
// the separator between them, tail.
type rendition struct {
	name, head, separator, tail string
	record                      func(dst []byte, v *register.View) ([]byte, error)
}

func renditions() []rendition {
	return []rendition{
		{name: "marc21", record: func(dst []byte, v *register.View) ([]byte, error) {
			return marc.AppendISO2709(dst, v.MARC())
		}},
		{name: "marcxml", head: marc.MARCXMLHeader, separator: "\n", tail: marc.MARCXMLFooter,
			record: func(dst []byte, v *register.View) ([]byte, error) {
				return marc.AppendMARCXML(dst, v.MARC()), nil
			}},
	}
}

func findRendition(name string) (*rendition, error) {
	var names []string
	for _, r := range renditions() {
		if r.name == strings.ToLower(name) {
			return &r, nil
		}
		names = append(names, r.name)
	}
	return nil, fmt.Errorf("--format: unknown format %q; known are %s", name, strings.Join(names, ", "))
}
