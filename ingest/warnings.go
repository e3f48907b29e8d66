package ingest

import (
	"bufio"
	"encoding/json"
	"io"
)

// note is one line of Job.Warnings.
type note struct {
	File   string `json:"file"`
	Number int    `json:"number"`
	ISSN   string `json:"issn"`
	Rule   string `json:"rule"`
	Field  string `json:"field,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// writeWarnings writes a line for each warning.
func writeWarnings(w io.Writer, list []warning) error {
	out := bufio.NewWriter(w)
	enc := json.NewEncoder(out)
	for i := range list {
		x := &list[i]
		if err := enc.Encode(note{x.file, x.number, x.record.ISSN.String(), x.Code, x.Field, x.Detail}); err != nil {
			return err
		}
	}
	return out.Flush()
}
