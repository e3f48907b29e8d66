package access

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/register"
)

type wrapped struct{ http.ResponseWriter }

func (w wrapped) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func TestNote(t *testing.T) {
	w := &Writer{ResponseWriter: httptest.NewRecorder()}
	n := Of(wrapped{wrapped{w}})
	n.By(register.NewViewer("Library", register.Complete))
	n.In("turtle", Hit)
	want := Note{Format: "turtle", Account: "Library", Tier: register.Complete, Cache: Hit}
	if d := cmp.Diff(want, w.Note); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	n.By(register.Viewer{})
	if n.Account != "" || n.Tier != register.Released {
		t.Errorf("the public: %+v", *n)
	}
}

// TestNobodyListens: handlers need not know whether they are listened to.
func TestNobodyListens(t *testing.T) {
	n := Of(wrapped{httptest.NewRecorder()})
	if n != nil {
		t.Fatalf("a note that nobody has asked for: %+v", *n)
	}
	n.By(register.NewViewer("Library", register.Complete))
	n.In("turtle", Miss)
}
