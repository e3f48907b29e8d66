package ingest

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// WriteText writes the report for people.
func (r *Report) WriteText(w io.Writer) error {
	var b bytes.Buffer
	if r.DryRun {
		b.WriteString("dry run: nothing was written\n")
	}
	for _, line := range []struct {
		name  string
		count uint64
	}{
		{"read", r.Read}, {"created", r.Created}, {"updated", r.Updated}, {"unchanged", r.Unchanged},
		{"withdrawn", r.Withdrawn}, {"revived", r.Revived}, {"rejected", r.Rejected},
	} {
		fmt.Fprintf(&b, "%-10s %10d\n", line.name, line.count)
	}
	writeCounts(&b, "rejected records by rule", r.Errors)
	writeCounts(&b, "warnings", r.Warnings)
	if r.Quarantine != "" {
		fmt.Fprintf(&b, "\nthe rejected records are in %s\n", r.Quarantine)
	}
	if !r.Complete {
		b.WriteString("\nnot complete: run the import again\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

func writeCounts(b *bytes.Buffer, title string, list []Count) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", title)
	for _, c := range list {
		fmt.Fprintf(b, "%8d  %-20s %s\n", c.Count, c.Rule, c.Doc)
		for _, x := range c.Examples {
			fmt.Fprintf(b, "            %s: %s\n", x.where(), strings.Join(strings.Fields(x.ISSN+" "+x.Field+" "+x.Detail), " "))
		}
	}
}

// where is the place of the record in the input, or the input if it has none.
func (x *Example) where() string {
	if x.Number == 0 {
		return x.File
	}
	return fmt.Sprintf("%s, record %d", x.File, x.Number)
}
