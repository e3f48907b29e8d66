// Package conditional answers whether a client has a representation already, or
// wants it only in a state that it is no longer in (RFC 9110 §13).
package conditional

import (
	"net/http"
	"strings"
	"time"
)

// Asked reports whether the client has a copy to ask about.
func Asked(h http.Header) bool {
	return len(h["If-None-Match"]) > 0 || len(h["If-Modified-Since"]) > 0
}

// Status evaluates the conditions in the header of a request for a
// representation with the validators, in the order of RFC 9110 §13.2.2: 412
// where one for going on fails, 304 where the client's copy is still good, else
// 200. The tag is a strong one, quoted, without a comma; a zero time is that of a
// representation whose date is not known.
func Status(h http.Header, etag string, modified time.Time) int {
	if values := h["If-Match"]; len(values) > 0 {
		if !anyMatches(values, etag, false) {
			return http.StatusPreconditionFailed
		}
	} else if since, ok := date(h, "If-Unmodified-Since", modified); ok && modified.After(since) {
		return http.StatusPreconditionFailed
	}
	if values := h["If-None-Match"]; len(values) > 0 {
		if anyMatches(values, etag, true) {
			return http.StatusNotModified
		}
	} else if since, ok := date(h, "If-Modified-Since", modified); ok && !modified.After(since) {
		return http.StatusNotModified
	}
	return http.StatusOK
}

// date is the one HTTP date in a field, false where there is none to compare
// with the date of the representation.
func date(h http.Header, field string, modified time.Time) (time.Time, bool) {
	values := h[field]
	if len(values) != 1 || modified.IsZero() {
		return time.Time{}, false
	}
	t, err := http.ParseTime(values[0])
	return t, err == nil
}

// anyMatches reports whether a list of entity tags names etag. If-None-Match
// compares weakly (RFC 9110 §13.1.2) and If-Match strongly (§13.1.1). The tag
// holds no comma, so a list may be cut at commas.
func anyMatches(lists []string, etag string, weakly bool) bool {
	for _, list := range lists {
		for list != "" {
			var tag string
			tag, list, _ = strings.Cut(list, ",")
			tag = strings.TrimSpace(tag)
			if weakly {
				tag = strings.TrimPrefix(tag, "W/")
			}
			if tag == etag || tag == "*" {
				return true
			}
		}
	}
	return false
}
