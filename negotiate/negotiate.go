// Package negotiate chooses among media types on offer by an Accept header
// (RFC 9110 §12.5.1). It knows no formats and no HTTP framework.
package negotiate

import "strings"

// Offer is one media type that can be served, with the parameters that tell
// it from others of the same type, for example the profile of JSON-LD.
type Offer struct {
	Type    string // lower case, for example "text"
	Subtype string // lower case, for example "turtle"
	Params  []Param

	// Exact keeps wildcards from matching: the offer is another name of one that
	// they match already.
	Exact bool
}

// Param is a media type parameter. Name is lower case; Value is unquoted.
type Param struct{ Name, Value string }

// ParseOffer reads a media type such as `application/ld+json;profile="…"`. The
// second result is false when s is not one.
func ParseOffer(s string) (Offer, bool) {
	r, ok := parseRange(s)
	if !ok || r.typ == "*" || r.subtype == "*" {
		return Offer{}, false
	}
	return Offer{Type: r.typ, Subtype: r.subtype, Params: r.params}, true
}

// maxRanges bounds the work that one request can ask for; a client that lists
// more media ranges has the rest ignored.
const maxRanges = 128

// Choose is the index of the offer that the Accept header values ask for.
//
// Several header values count as one list. Each offer gets the quality of the
// most specific media range that matches it; the offer with the highest
// quality wins, then the one that was named more specifically, then the one
// that stands first in offers. Ranges that are not well formed are ignored, and
// so is the parameter charset, since everything is served as UTF-8. With no
// range at all the first offer is chosen. The second result is false when the
// client accepts none of the offers.
func Choose(accept []string, offers []Offer) (int, bool) {
	ranges := parseAccept(accept)
	if len(ranges) == 0 {
		return 0, len(offers) > 0
	}
	best, bestQ, bestRank := -1, 0, 0
	for i := range offers {
		q, rank := quality(&offers[i], ranges)
		if q > bestQ || (q == bestQ && q > 0 && rank > bestRank) {
			best, bestQ, bestRank = i, q, rank
		}
	}
	return best, best >= 0
}

// How specifically a media range names an offer (RFC 9110 §12.5.1).
const (
	noMatch = iota
	anyType
	anySubtype
	otherParams // same type, but parameters that the offer does not have
	exactType
	exactParams
)

// quality is the quality in thousandths that the ranges give the offer, and
// how specific the range is that decided.
func quality(o *Offer, ranges []mediaRange) (q, rank int) {
	params := 0
	for i := range ranges {
		r := &ranges[i]
		m := r.match(o)
		if m > rank || (m == exactParams && m == rank && len(r.params) > params) {
			q, rank, params = r.q, m, len(r.params)
		}
	}
	return q, rank
}

func (r *mediaRange) match(o *Offer) int {
	switch {
	case o.Exact && r.subtype == "*":
		return noMatch
	case r.typ == "*":
		return anyType
	case r.typ != o.Type:
		return noMatch
	case r.subtype == "*":
		return anySubtype
	case r.subtype != o.Subtype:
		return noMatch
	case len(r.params) == 0:
		return exactType
	}
	for _, p := range r.params {
		if !o.has(p) {
			return otherParams
		}
	}
	return exactParams
}

// has reports whether the offer has the parameter. A value may be a list
// separated by spaces, as that of profile is (RFC 6906 §3.1), of which one is
// enough.
func (o *Offer) has(p Param) bool {
	for _, own := range o.Params {
		if own.Name != p.Name {
			continue
		}
		for _, v := range strings.Fields(p.Value) {
			if v == own.Value {
				return true
			}
		}
	}
	return false
}
