package main

import (
	"io"
	"log/slog"

	"issnd/account"
)

// logHandler writes text or JSON with no key in it.
func logHandler(w io.Writer, format string, level slog.Leveler) slog.Handler {
	o := &slog.HandlerOptions{Level: level, ReplaceAttr: withoutKeys}
	if format == "json" {
		return slog.NewJSONHandler(w, o)
	}
	return slog.NewTextHandler(w, o)
}

// withoutKeys takes out what looks like a key, which people put into addresses.
func withoutKeys(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Any().(type) {
	case string:
		a.Value = slog.StringValue(account.Redact(v))
	case error:
		a.Value = slog.StringValue(account.Redact(v.Error()))
	}
	return a
}
