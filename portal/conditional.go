package portal

import (
	"net/http"
	"strings"
	"time"
)

// conditional reports whether the client has a copy to ask about.
func conditional(h http.Header) bool {
	return len(h["If-None-Match"]) > 0 || len(h["If-Modified-Since"]) > 0
}

// notModified reports whether the client's copy is still good: If-None-Match
// if there is one, else If-Modified-Since (RFC 9110 §13.2.2).
func notModified(h http.Header, etag string, modified time.Time) bool {
	if values := h["If-None-Match"]; len(values) > 0 {
		for _, v := range values {
			if matches(v, etag) {
				return true
			}
		}
		return false
	}
	asked := h.Get("If-Modified-Since")
	if asked == "" {
		return false
	}
	since, err := http.ParseTime(asked)
	return err == nil && !modified.After(since)
}

// matches compares weakly, as If-None-Match does (RFC 9110 §13.1.2). Our tags
// hold no comma, so a list may be cut at commas.
func matches(list, etag string) bool {
	for list != "" {
		var tag string
		tag, list, _ = strings.Cut(list, ",")
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag == etag || tag == "*" {
			return true
		}
	}
	return false
}
