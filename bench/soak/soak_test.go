package soak

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/bench/generate"
	"issnd/issn"
)

// Every kind can be drawn, and comes as often as its share says.
func TestMix(t *testing.T) {
	g := generate.New(1, 1000)
	d := newDrawing(g, 1, 1)
	if d.total != 10_000 {
		t.Errorf("the shares add up to %d", d.total)
	}
	const n = 20_000
	got := map[string]int{}
	for range n {
		r := d.next()
		got[r.kind.name]++
		if r.raw == "" && (r.method == "" || !strings.HasPrefix(r.path, "/")) {
			t.Fatalf("%s: %q %q", r.kind.name, r.method, r.path)
		}
	}
	for i := range kinds {
		k := &kinds[i]
		if want := float64(n*k.share) / 10_000; float64(got[k.name]) < want/4 || float64(got[k.name]) > 2*want+10 {
			t.Errorf("%s comes %d times, want about %.0f", k.name, got[k.name], want)
		}
	}
	for range 1000 {
		id := strings.TrimPrefix(d.unknown().path, "/resource/ISSN/")
		if n, err := issn.Parse(id); err != nil || g.Has(n) {
			t.Fatalf("%s is not unknown, %v", id, err)
		}
		wrong := strings.TrimPrefix(d.misprinted().path, "/resource/ISSN/")
		if _, err := issn.Parse(wrong); err == nil {
			t.Fatalf("%s is not wrong", wrong)
		}
	}
}

// A load sends so many requests, tallies what it gets, and says what it should
// not have got.
func TestLoad(t *testing.T) {
	var lock sync.Mutex
	conditional := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"tag"` {
			lock.Lock()
			conditional++
			lock.Unlock()
			w.WriteHeader(http.StatusNotModified)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/suggest") {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		w.Header().Set("ETag", `"tag"`)
		_, _ = w.Write([]byte(r.URL.Path))
	}))
	defer server.Close()
	l := &Load{Address: strings.TrimPrefix(server.URL, "http://"), Register: generate.New(1, 1000), Requests: 600, Clients: 4, Seed: 1, Sample: 10}
	r, err := l.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, statuses := range r.Statuses {
		for _, n := range statuses {
			sum += n
		}
	}
	if sum != l.Requests || l.Done.Load() != int64(l.Requests) {
		t.Errorf("%d requests are tallied, %d done, want %d", sum, l.Done.Load(), l.Requests)
	}
	suggests := r.Statuses["suggest"][http.StatusInternalServerError]
	if suggests == 0 || r.Failures != suggests {
		t.Errorf("%d failures, want %d and not 0", r.Failures, suggests)
	}
	if wrong := r.Statuses["wrong check character"][http.StatusOK]; wrong == 0 || r.Wrong < suggests+wrong || len(r.Unexpected) == 0 {
		t.Errorf("%d wrong answers, at least %d were given", r.Wrong, suggests+wrong)
	}
	if conditional == 0 || r.Statuses["record, conditional"][http.StatusNotModified] != conditional {
		t.Errorf("%d conditional requests, tallied %v", conditional, r.Statuses["record, conditional"])
	}
	if len(r.Samples) == 0 {
		t.Fatal("no samples")
	}
	never := func(issn.ISSN) bool { return false }
	if d, err := Again(t.Context(), l.Address, r.Samples, never); err != nil || len(d) > 0 {
		t.Errorf("the same server answers otherwise: %v, %v", d, err)
	}
	r.Samples[0].Body = []byte("other")
	if d, err := Again(t.Context(), l.Address, r.Samples, never); err != nil || len(d) != 1 {
		t.Errorf("one answer is another one, and found are %v, %v", d, err)
	}
}

// A server that has been away may answer that it cannot search yet, but nothing
// else may be missing.
func TestExpects(t *testing.T) {
	search := &request{kind: &kind{want: ok}}
	record := &request{kind: &kind{want: records}, id: generate.New(1, 1).ISSN(0)}
	for _, tt := range []struct {
		away   bool
		r      *request
		status int
		want   bool
	}{
		{false, search, 200, true}, {false, search, 503, false}, {false, record, 404, true},
		{true, search, 503, true}, {true, search, 500, false}, {true, record, 503, false},
	} {
		if got := (&load{Load: &Load{Away: tt.away}}).expects(tt.r, tt.status); got != tt.want {
			t.Errorf("%+v: %v", tt, got)
		}
	}
}

func TestCompare(t *testing.T) {
	body := []byte("body")
	s := &Sample{Status: 200, ETag: `"1"`, Body: body}
	for name, c := range map[string]struct {
		a       answer
		changed bool
		differs bool
	}{
		"the same":                  {answer{200, `"1"`, body}, false, false},
		"other bytes, same tag":     {answer{200, `"1"`, []byte("x")}, true, true},
		"other tag, not changed":    {answer{200, `"2"`, body}, false, true},
		"other tag, changed":        {answer{200, `"2"`, []byte("x")}, true, false},
		"other status, not changed": {answer{404, "", nil}, false, true},
	} {
		if got := s.compare(&c.a, c.changed); (got != "") != c.differs {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestPercentile(t *testing.T) {
	var times []time.Duration
	for k := range 200 {
		times = append(times, time.Duration(200-k))
	}
	got := []time.Duration{Percentile(times, 50), Percentile(times, 99), Percentile(times[:1], 99), Percentile(nil, 99)}
	if d := cmp.Diff([]time.Duration{101, 199, 200, 0}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
