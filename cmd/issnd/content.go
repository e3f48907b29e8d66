package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"issnd/store"
)

// content is what is in a store, as commands tell of it: its size and its place
// in the change log.
type content struct {
	File      string    `json:"file"`
	Store     string    `json:"store"`              // its random identity
	Branch    string    `json:"branch,omitempty"`   // of the latest change
	Seq       uint64    `json:"seq"`                // of the latest change
	Datestamp time.Time `json:"datestamp,omitzero"` // of the latest change
	Records   uint64    `json:"records"`            // withdrawn ones included
	Withdrawn uint64    `json:"withdrawn"`
}

func contentOf(ctx context.Context, s *store.Store, file string) (content, error) {
	st, err := s.Stats(ctx)
	return content{file, st.ID, st.Branch, st.Seq, st.Updated, st.Records, st.Deleted}, err
}

// String is the content but for the file, in one line.
func (c *content) String() string {
	stamp := "none"
	if !c.Datestamp.IsZero() {
		stamp = c.Datestamp.Format(time.RFC3339)
	}
	return fmt.Sprintf("records=%d withdrawn=%d seq=%d datestamp=%s store=%s", c.Records, c.Withdrawn, c.Seq, stamp, c.Store)
}

func writeJSON(w io.Writer, v any) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(v)
}
