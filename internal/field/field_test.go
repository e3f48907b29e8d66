package field_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/field"
)

type adder struct {
	http.ResponseWriter
	added string
}

func (a *adder) AddField(name string, value []byte) { a.added += name + ": " + string(value) }

type wrapped struct{ http.ResponseWriter }

func (w wrapped) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// TestAdd: the value is that of the time of the call, in a wrapper too.
func TestAdd(t *testing.T) {
	value := []byte("<a>")
	plain, direct := httptest.NewRecorder(), &adder{ResponseWriter: httptest.NewRecorder()}
	field.Add(wrapped{plain}, "Link", value)
	field.Add(wrapped{wrapped{direct}}, "Link", value)
	copy(value, "<b>")
	if d := cmp.Diff(http.Header{"Link": {"<a>"}}, plain.Header()); d != "" {
		t.Errorf("no adder (-want +got):\n%s", d)
	}
	if direct.added != "Link: <a>" || len(direct.Header()) > 0 {
		t.Errorf("an adder got %q and %v", direct.added, direct.Header())
	}
}
