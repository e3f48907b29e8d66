package main

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/bench/generate"
	"issnd/config"
	"issnd/register"
	"issnd/search"
	"issnd/search/bleveindex"
	"issnd/server"
	"issnd/store"
)

// TestReadiness: what is said of the search while the index is made, level,
// behind, of another store, and where there is none.
func TestReadiness(t *testing.T) {
	dir, ctx := t.TempDir(), t.Context()
	s, err := store.Open(filepath.Join(dir, "register.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	x, err := newIndexing(&config.Config{Data: dir}, s, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	is := func(name, state string, wait time.Duration) {
		t.Helper()
		cfg := config.Default()
		cfg.Server.MaxIndexLag = wait
		got := readiness(ctx, func() *config.Config { return &cfg }, s, x)(ctx)
		want := []server.Part{
			{Name: "server", State: "ready", Ready: true}, {Name: "store", State: "ready", Ready: true},
			{Name: "search", State: state, Ready: state == "ready" || state == "off", Detail: got[2].Detail, Optional: true},
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		if !got[2].Ready && (got[2].Detail == "" || strings.Contains(got[2].Detail, dir)) {
			t.Errorf("%s: detail %q", name, got[2].Detail)
		}
	}
	is("no index yet", "building", time.Hour)
	if x.index, err = bleveindex.Open(x.dir, x.options()); err != nil {
		t.Fatal(err)
	}
	defer x.index.Close()
	if err := x.rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	x.late.Set(x.index)
	is("level", "ready", time.Hour)

	if _, err := s.Apply(ctx, records(t, 3)); err != nil {
		t.Fatal(err)
	}
	st, err := s.Stats(ctx)
	if err != nil {
		t.Fatal(err)
	}
	is("a little behind", "ready", time.Hour)
	l, err := x.lag(ctx, &st, st.Updated.Add(3*time.Minute))
	if err != nil || l != (lag{3, 3 * time.Minute}) {
		t.Errorf("lag %+v, %v", l, err)
	}
	for x.readiness(ctx, &st, time.Nanosecond).Ready {
		time.Sleep(50 * time.Millisecond) // until a whole second is over
	}
	is("far behind", "behind", time.Nanosecond)
	is("as far as it likes", "ready", 0)
	if err := search.Follow(ctx, s, x.index, x.table, nil); err != nil {
		t.Fatal(err)
	}
	is("level again", "ready", time.Nanosecond)

	if err := x.index.Apply(ctx, nil, search.Position{Store: "another", Seq: 3}); err != nil {
		t.Fatal(err)
	}
	is("of another store", "building", time.Hour)
	x.failed.Store(true)
	is("none", "failed", time.Hour)
	x.off = true
	is("none wanted", "off", time.Hour)

	stopped, stop := context.WithCancel(ctx)
	stop()
	cfg := config.Default()
	if got := readiness(stopped, func() *config.Config { return &cfg }, s, x)(ctx)[0]; got.Ready || got.State != "stopping" {
		t.Errorf("stopped: %+v", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := readiness(ctx, func() *config.Config { return &cfg }, s, x)(ctx)[1]; got.Ready || got.State != "failed" || got.Detail == "" {
		t.Errorf("without a store: %+v", got)
	}
}

// records are n records as they are stored.
func records(t *testing.T, n int) (list []*register.Record) {
	t.Helper()
	g, rules := generate.New(1, n), register.DefaultRules()
	for i := range n {
		r, err := rules.Record(g.Record(i))
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}
