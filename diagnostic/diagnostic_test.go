package diagnostic

import (
	"errors"
	"fmt"
	"testing"
)

func TestDiagnosticIsAnErrorFoundByItsCode(t *testing.T) {
	err := fmt.Errorf("compile: %w", New(UnsupportedIndex, "dc.nosuch"))
	if !errors.Is(err, New(UnsupportedIndex, "")) || errors.Is(err, New(UnsupportedRelation, "")) {
		t.Error("errors.Is does not go by the code")
	}
	var d *Diagnostic
	if !errors.As(err, &d) {
		t.Fatal("no diagnostic in the error")
	}
	for _, c := range []struct{ name, got, want string }{
		{"URI", d.Code.URI(), "info:srw/diagnostic/1/16"},
		{"text", d.Text(), "Unsupported index"},
		{"error", d.Error(), "Unsupported index: dc.nosuch"},
		{"own message", Newf(QuerySyntax, "3", "expected %s", ")").Error(), "expected ): 3"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}
