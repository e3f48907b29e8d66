package bleveindex_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"issnd/issn"
	"issnd/search"
	"issnd/search/bleveindex"
)

// TestTurns: while all turns are taken a single term is found, and what takes long
// waits, until its time is over or a turn is free.
func TestTurns(t *testing.T) { testTurns(t, mustOpen(t, t.TempDir(), options)) }

// TestTurnsOnOtherThreads: so it is where searches take long.
func TestTurnsOnOtherThreads(t *testing.T) {
	ix := mustOpen(t, t.TempDir(), options)
	ix.SetLengthy(0)
	testTurns(t, ix)
}

func testTurns(t *testing.T, ix *bleveindex.Index) {
	mustApply(t, ix, 1, numbered(1, "b"), numbered(2, "a"))
	ctx, free := context.WithCancel(context.Background())
	defer free()
	var begun, ended sync.WaitGroup
	for range runtime.NumCPU() {
		begun.Add(1)
		ended.Go(func() {
			_, err := ix.Search(ctx, &search.Plan{Query: &search.Filter{Of: search.All{}, Max: 100,
				Keep: func(ctx context.Context, ids []issn.ISSN) ([]bool, error) {
					begun.Done()
					<-ctx.Done()
					return nil, ctx.Err()
				}}}, search.Window{})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
		})
	}
	begun.Wait()
	all := func(limit time.Duration) error {
		ctx, cancel := context.WithTimeout(context.Background(), limit)
		defer cancel()
		_, err := ix.Search(ctx, &search.Plan{Query: search.All{}}, search.Window{Limit: 5})
		return err
	}
	h, err := ix.Search(context.Background(), &search.Plan{Query: &search.Term{Fields: []string{"words"}, Term: "a"}}, search.Window{Limit: 5})
	if err != nil || h.Total != 1 || len(h.ISSNs) != 1 {
		t.Errorf("one of a kind: hits %+v, error %v", h, err)
	}
	if err := all(10 * time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("without a turn: error %v, want %v", err, context.DeadlineExceeded)
	}
	free()
	ended.Wait()
	if err := all(time.Minute); err != nil {
		t.Errorf("with a turn: %v", err)
	}
	terms, err := ix.Terms(context.Background(), search.TermsRequest{Fields: []string{"words"}, After: 5})
	if err != nil || len(terms.After) != 3 {
		t.Errorf("terms %+v, error %v", terms, err)
	}
}
