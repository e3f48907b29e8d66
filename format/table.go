package format

import (
	"fmt"
	"slices"
	"strings"

	"issnd/negotiate"
)

// Table is the list of formats on offer, in the server's order of preference:
// the first is what a client gets that asks for nothing.
type Table struct {
	formats []*Format
	byName  map[string]*Format
	byExt   map[string]*Format
}

// NewTable makes a table of formats. Two formats with one name or suffix, or a
// media type that is not well formed, are errors of the program.
func NewTable(formats ...*Format) (*Table, error) {
	t := &Table{formats: formats, byName: map[string]*Format{}, byExt: map[string]*Format{}}
	for _, f := range formats {
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			if t.byName[name] != nil {
				return nil, fmt.Errorf("format: two formats are named %q", name)
			}
			t.byName[name] = f
		}
		if t.byExt[f.Ext] != nil {
			return nil, fmt.Errorf("format: two formats have the suffix %q", f.Ext)
		}
		t.byExt[f.Ext] = f
		for _, m := range f.MediaTypes {
			if _, ok := negotiate.ParseOffer(m); !ok {
				return nil, fmt.Errorf("format: %s: not a media type: %q", f.Name, m)
			}
		}
	}
	return t, nil
}

// All lists the formats in order of preference.
func (t *Table) All() []*Format { return slices.Clone(t.formats) }

// ByName is the format that ?format=name asks for, in any letter case, or nil.
func (t *Table) ByName(name string) *Format { return t.byName[strings.ToLower(name)] }

// SplitExt cuts a known suffix off the end of a path segment. The format is
// nil where there is none.
func (t *Table) SplitExt(segment string) (string, *Format) {
	i := strings.IndexByte(segment, '.')
	if i < 0 {
		return segment, nil
	}
	if f := t.byExt[strings.ToLower(segment[i:])]; f != nil {
		return segment[:i], f
	}
	return segment, nil
}

// Subset is the formats of the table for which keep is true, prepared for
// negotiation.
func (t *Table) Subset(keep func(*Format) bool) *Choice {
	c := &Choice{}
	for _, f := range t.formats {
		if !keep(f) {
			continue
		}
		c.Formats = append(c.Formats, f)
		for i, m := range f.MediaTypes {
			o, _ := negotiate.ParseOffer(m)
			o.Exact = i > 0
			c.offers = append(c.offers, o)
			c.owner = append(c.owner, f)
		}
	}
	return c
}

// Choice is a list of formats to choose from by Accept.
type Choice struct {
	Formats []*Format
	offers  []negotiate.Offer
	owner   []*Format
}

// Accept is the format that the Accept header values ask for, or nil.
func (c *Choice) Accept(values []string) *Format {
	if i, ok := negotiate.Choose(values, c.offers); ok {
		return c.owner[i]
	}
	return nil
}

// Has reports whether the format is one of the choice.
func (c *Choice) Has(f *Format) bool { return slices.Contains(c.Formats, f) }
