package server

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/problem"
)

func TestReady(t *testing.T) {
	store := Part{Name: "store", State: "ready", Ready: true}
	building := Part{Name: "search", State: "building", Detail: "Wait.", Optional: true}
	for name, tt := range map[string]struct {
		query  string
		parts  []Part
		status int
		body   string
	}{
		"nothing to ask": {"", nil, 200, "{\n  \"ready\": true,\n  \"parts\": {}\n}\n"},
		"all": {"", []Part{store, {Name: "search", State: "off", Ready: true}}, 200, `{
  "ready": true,
  "parts": {
    "search": {
      "state": "off"
    },
    "store": {
      "state": "ready"
    }
  }
}
`},
		"records": {"?part=records", []Part{building, store}, 200, `{
  "ready": true,
  "parts": {
    "store": {
      "state": "ready"
    }
  }
}
`},
		"no records": {"?part=records", []Part{building, {Name: "store", State: "failed"}}, 503, `{
  "ready": false,
  "parts": {
    "store": {
      "state": "failed"
    }
  }
}
`},
		"no such part": {"?part=record", []Part{store}, 400, string(problem.Document(400, "No such part",
			"The parameter part can be records; without it all parts are meant."))},
		"not all": {"", []Part{building, store}, 503, `{
  "ready": false,
  "parts": {
    "search": {
      "state": "building",
      "detail": "Wait."
    },
    "store": {
      "state": "ready"
    }
  }
}
`},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{Log: slog.New(slog.DiscardHandler)}
			if tt.parts != nil {
				o.Ready = func(context.Context) []Part { return tt.parts }
			}
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				w := httptest.NewRecorder()
				New(o).ServeHTTP(w, httptest.NewRequest(method, "/readyz"+tt.query, nil))
				if w.Code != tt.status || w.Header().Get("Cache-Control") != "no-store" {
					t.Errorf("%s: status %d, %v", method, w.Code, w.Header())
				}
				if d := cmp.Diff(tt.body, w.Body.String()); method == http.MethodGet && d != "" {
					t.Errorf("(-want +got):\n%s", d)
				}
			}
		})
	}
}
