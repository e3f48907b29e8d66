package dump

import (
	"fmt"
	"slices"
	"strings"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/register"
)

// Kind is one file of a dump: what is in it and how a record is written to it.
type Kind struct {
	Name      string // as --formats names it
	Title     string // one line for people
	File      string // without .gz
	MediaType string // of the uncompressed file

	level                 int // of compression
	head, separator, tail string
	// record appends what a record is in the file. Nothing means that the file
	// has nothing of this record.
	record func(dst []byte, v *register.View) ([]byte, error)
}

// registerFile is the name of a file of records without its suffix.
const registerFile = "register"

// DefaultKinds are the names of the files of a dump where nobody chooses.
func DefaultKinds() []string {
	return []string{"marc21", "unimarc", "ntriples", "jsonld", "csv", "issnl"}
}

// Kinds lists all kinds of files that there are: the formats in which several
// records make one document, and the table of ISSN-Ls. Compact JSON-LD is
// written a document a line.
func Kinds(formats []*format.Format, o crosswalk.Options) []*Kind {
	var kinds []*Kind
	for _, f := range formats {
		if f.Many != nil {
			kinds = append(kinds, ofFormat(f, &o))
		}
	}
	return append(kinds, issnL())
}

func ofFormat(f *format.Format, o *crosswalk.Options) *Kind {
	if f.Name == "jsonld" {
		return &Kind{
			Name: f.Name, Title: "RDF in JSON-LD, a document a line", File: registerFile + ".jsonl", MediaType: "application/jsonl", level: graphs,
			record: func(dst []byte, v *register.View) ([]byte, error) {
				dst, err := f.Many.Record(dst, v, o)
				return append(dst, '\n'), err
			},
		}
	}
	record, level := f.Many.Record, usual
	if record == nil {
		record = f.Record
	}
	switch {
	case f.Name == "ntriples":
		level = triples
	case f.Graph != nil:
		level = graphs
	}
	return &Kind{
		Name: f.Name, Title: f.Title, File: registerFile + f.Ext, MediaType: f.MediaTypes[0], level: level,
		head: f.Many.Head, separator: f.Many.Separator, tail: f.Many.Tail,
		record: func(dst []byte, v *register.View) ([]byte, error) { return record(dst, v, o) },
	}
}

// tableType is the media type of tables with tabs.
const tableType = "text/tab-separated-values"

// issnL is the table from each ISSN to its ISSN-L.
func issnL() *Kind {
	return &Kind{
		Name: "issnl", Title: "ISSN and ISSN-L, a table", File: "issnl.tsv", MediaType: tableType, level: usual,
		head: "ISSN\tISSN-L\n",
		record: func(dst []byte, v *register.View) ([]byte, error) {
			h := v.Head()
			if h.ISSNL.IsZero() {
				return dst, nil
			}
			dst = append(h.ISSN.AppendTo(dst), '\t')
			return append(h.ISSNL.AppendTo(dst), '\n'), nil
		},
	}
}

// Choose is the kinds with the names, in the order of all. An unknown name is
// an error that lists the known ones.
func Choose(all []*Kind, names []string) ([]*Kind, error) {
	var chosen []*Kind
	for _, k := range all {
		if slices.Contains(names, k.Name) {
			chosen = append(chosen, k)
		}
	}
	for _, n := range names {
		if !slices.ContainsFunc(all, func(k *Kind) bool { return k.Name == n }) {
			known := make([]string, len(all))
			for i, k := range all {
				known[i] = k.Name
			}
			return nil, fmt.Errorf("there is no format %q to dump; known are %s", n, strings.Join(known, ", "))
		}
	}
	return chosen, nil
}
