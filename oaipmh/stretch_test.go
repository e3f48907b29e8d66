package oaipmh

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"issnd/internal/turns"
	"issnd/register"
)

// get is the answer to a query over HTTP, which is sent in pieces.
func (f *fixture) get(query string) string {
	return f.serve(httptest.NewRequest(http.MethodGet, Path+"?"+query, nil)).Body.String()
}

// TestStretches: a page is the same when it is sent in pieces, wherever its end
// is in a stretch.
func TestStretches(t *testing.T) {
	f := start(t, func(*Config) {})
	whole := f.want(t, register.Viewer{}, "")
	for _, n := range []int{1, stretch - 1, stretch, stretch + 1, 2*stretch - 1, 2 * stretch, 2*stretch + 1,
		4 * stretch, len(whole) - 1, len(whole), len(whole) + 1} {
		f.config.Records = n
		f.turns = make(turns.Turns, 1)
		got := 0
		for query := longList; query != ""; {
			page := f.get(query)
			want, err := f.AppendResponse(t.Context(), nil, register.Viewer{}, testSite, query)
			if err != nil || afterDate([]byte(page)) != afterDate(want) {
				t.Fatalf("pages of %d: a page of %d bytes is not the one of %d: %v", n, len(page), len(want), err)
			}
			d := parse(t, want)
			got += len(d.Headers())
			if query = ""; d.Resumption().Token != "" {
				query = "verb=ListRecords&resumptionToken=" + d.Resumption().Token
			}
		}
		if got != len(whole) {
			t.Errorf("pages of %d: %d records, want %d", n, got, len(whole))
		}
		if len(f.turns) != 0 {
			t.Errorf("pages of %d: %d turns are not given back", n, len(f.turns))
		}
	}
}

// TestLongRecordsInPieces: a page that is full early ends at the same record
// when it is sent in pieces.
func TestLongRecordsInPieces(t *testing.T) {
	f := start(t, func(*Config) {})
	for i, r := range sampleRecords(t)[:40] {
		length := 100
		if i >= 20 && i%2 == 0 {
			length = 3 << 20
		}
		f.apply(t, noted(r, strings.Repeat("x", length)))
	}
	f.clock.move(time.Minute)
	f.turns = make(turns.Turns, 2)
	query := longList + "&from=" + someday.AddDate(0, 0, 2).Format(secondLayout)
	for pages := 0; query != ""; pages++ {
		page := f.get(query)
		d := parse(t, []byte(page))
		if full := len(page) >= mostBytes; full != (d.Resumption().Token != "") || len(page) > 2*mostBytes {
			t.Errorf("page %d has %d bytes and the token %q", pages, len(page), d.Resumption().Token)
		}
		want, err := f.AppendResponse(t.Context(), nil, register.Viewer{}, testSite, query)
		if err != nil || afterDate([]byte(page)) != afterDate(want) {
			t.Errorf("page %d has %d bytes, want %d: %v", pages, len(page), len(want), err)
		}
		if query = ""; d.Resumption().Token != "" {
			query = "verb=ListRecords&resumptionToken=" + d.Resumption().Token
		}
	}
}

// failing is a store that does not read any more after some calls.
type failing struct {
	register.Store
	left   atomic.Int32
	thrown any
}

var errDisk = errors.New("disk failure")

func (s *failing) Select(ctx context.Context, sel register.Selection, limit int, room *register.Room) ([]*register.Record, error) {
	if s.left.Add(-1) >= 0 {
		return s.Store.Select(ctx, sel, limit, room)
	}
	if s.thrown != nil {
		panic(s.thrown)
	}
	return nil, errDisk
}

// TestStoreFails: where the store fails before anything is sent the answer says
// so, and otherwise it is cut off and the failure is passed on.
func TestStoreFails(t *testing.T) {
	f := longReply(t)
	for _, thrown := range []any{nil, "out of order"} {
		for reads := range int32(4) {
			s := &failing{Store: f.store, thrown: thrown}
			s.left.Store(reads)
			f.Service.register = register.New(s)
			f.turns = make(turns.Turns, 2)
			w := httptest.NewRecorder()
			got := func() (v any) {
				defer func() { v = recover() }()
				f.handler(nil).ServeHTTP(w, httptest.NewRequest(http.MethodGet, Path+"?"+longList, nil))
				return nil
			}()
			err, _ := got.(error)
			switch {
			case thrown != nil && got != thrown:
				t.Errorf("after %d reads: panic of %v, want %v", reads, got, thrown)
			case thrown == nil && w.Code == http.StatusOK && !errors.Is(err, errDisk):
				t.Errorf("after %d reads: ends with %v, as if the answer were whole", reads, got)
			case thrown == nil && w.Code != http.StatusOK && (got != nil || w.Code != http.StatusInternalServerError):
				t.Errorf("after %d reads: status %d, ends with %v", reads, w.Code, got)
			case reads == 0 && thrown == nil && w.Code == http.StatusOK:
				t.Error("an answer begins though nothing can be read")
			case strings.Contains(w.Body.String(), closeResponse):
				t.Errorf("after %d reads: the answer is ended", reads)
			case len(f.turns) != 0:
				t.Errorf("after %d reads: %d turns are not given back", reads, len(f.turns))
			}
		}
	}
}
