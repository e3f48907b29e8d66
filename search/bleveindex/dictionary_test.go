package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"issnd/issn"
	"issnd/search"
)

// glances is a context whose time is over after so many looks at it.
type glances struct {
	context.Context
	left int
}

func (c *glances) Err() error {
	if c.left--; c.left < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// TestSamplesOutOfTime: a dictionary is read no longer than there is time, and
// what was read by then is not taken for all of it.
func TestSamplesOutOfTime(t *testing.T) {
	const terms = 10_000
	id, _ := issn.FromNumber(1)
	many := search.FieldTokens{Field: "lang"}
	for n := range terms {
		many.Tokens = append(many.Tokens, search.Token{Term: fmt.Sprintf("%05d", n)})
	}
	ix := warmIndex(t)
	doc := search.Document{ISSN: id, Public: true, Fields: []search.FieldTokens{many}}
	if err := ix.Apply(t.Context(), []search.Document{doc}, search.Position{Store: "store", Seq: 2}); err != nil {
		t.Fatal(err)
	}
	last := search.TermsRequest{Fields: []string{"lang"}, From: "~", Before: 1}
	if _, err := ix.terms(&glances{t.Context(), 2}, last); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("out of time: %v", err)
	}
	got, err := ix.terms(&glances{t.Context(), terms}, last)
	if err != nil || len(got.Before) != 1 || got.Before[0].Term != "xxx" {
		t.Errorf("with time: %+v, %v", got, err)
	}
}
