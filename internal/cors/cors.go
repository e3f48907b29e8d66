// Package cors lets pages of other sites read answers, which are public, and send
// what programs send (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol).
package cors

import "net/http"

// Values of fields, which answers share: nobody changes them in place. All paths
// have the same, so that none lacks one that it has to have.
var (
	anyOrigin = []string{"*"}
	aDay      = []string{"86400"}

	// What answers say that a program may want; a few fields may be read anyway.
	exposed = []string{"Accept-Ranges, Content-Disposition, Content-Location, Content-Range, ETag, Link, " +
		"RateLimit, RateLimit-Policy, Repr-Digest, Retry-After, X-Data-Tier, X-Request-Id"}
	// What requests may have. Accept-Profile and SOAPAction, which programs send
	// beside what is read here, would else keep them out.
	allowed = []string{"Accept, Accept-Profile, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, " +
		"If-Range, If-Unmodified-Since, Range, SOAPAction, X-API-Key, X-Request-Id"}
)

// Share lets pages of other sites read the answer that has the header.
func Share(h http.Header) {
	h["Access-Control-Allow-Origin"] = anyOrigin
	h["Access-Control-Expose-Headers"] = exposed
}

// Preflight answers OPTIONS: what may be asked for, by pages of other sites too.
func Preflight(h http.Header, methods string) {
	h["Allow"] = []string{methods}
	h["Access-Control-Allow-Methods"] = []string{methods}
	h["Access-Control-Allow-Headers"] = allowed
	h["Access-Control-Max-Age"] = aDay
}
