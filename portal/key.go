package portal

import (
	"net/http"
	"strings"
)

// APIKey is the key that a request carries, as "Authorization: Bearer KEY" or
// as "X-API-Key: KEY", which goes first. The second result is false where it
// carries none. Whatever else stands in these headers, nothing included, is
// given back as a key that nobody has: who tries to say who they are must not
// be taken for the public.
func APIKey(h http.Header) (string, bool) {
	if values := h["X-Api-Key"]; len(values) > 0 {
		return values[0], true
	}
	values := h["Authorization"]
	if len(values) == 0 {
		return "", false
	}
	const scheme = "Bearer "
	if v := values[0]; len(v) > len(scheme) && strings.EqualFold(v[:len(scheme)], scheme) {
		return strings.TrimSpace(v[len(scheme):]), true
	}
	return values[0], true
}
