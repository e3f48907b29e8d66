package main

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
)

// TestLogHoldsNoKeys: whatever is logged by whomever, keys are not.
func TestLogHoldsNoKeys(t *testing.T) {
	const key = "issnd_AAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJJKKK"
	for _, format := range []string{"text", "json"} {
		var out bytes.Buffer
		log := slog.New(logHandler(&out, format, slog.LevelInfo))
		log.With("with", key).WithGroup("g").Error("a message with "+key, "error", errors.New("GET /x?q="+key), "path", "/"+key, "n", 1)
		if s := out.String(); strings.Contains(s, "BBBB") || strings.Count(s, "issnd_REDACTED") != 4 || strings.Count(s, "\n") != 1 {
			t.Errorf("%s: %s", format, s)
		}
	}
}
