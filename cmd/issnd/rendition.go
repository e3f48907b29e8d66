package main

import (
	"fmt"
	"slices"
	"strings"

	"issnd/config"
	"issnd/crosswalk"
	"issnd/format"
	"issnd/register"
)

// rendition is how export writes the records of one format: head, the records
// with the separator between them, tail.
type rendition struct {
	head, separator, tail string
	record                func(dst []byte, v *register.View) ([]byte, error)
}

// findRendition is that of the format with the name, or an error that lists
// the formats in which several records make one document.
func findRendition(cfg *config.Config, name string) (*rendition, error) {
	table, err := formats(cfg)
	if err != nil {
		return nil, err
	}
	o := crosswalkOptions(cfg)
	var names []string
	for _, f := range table {
		if f.Many == nil {
			continue
		}
		if strings.EqualFold(f.Name, name) || slices.Contains(f.Aliases, strings.ToLower(name)) {
			return newRendition(f, &o), nil
		}
		names = append(names, f.Name)
	}
	return nil, fmt.Errorf("--format: no format %q to export; known are %s", name, strings.Join(names, ", "))
}

func newRendition(f *format.Format, o *crosswalk.Options) *rendition {
	record := f.Many.Record
	if record == nil {
		record = f.Record
	}
	return &rendition{f.Many.Head, f.Many.Separator, f.Many.Tail, func(dst []byte, v *register.View) ([]byte, error) {
		return record(dst, v, o)
	}}
}
