package sru

import (
	"strconv"
	"strings"
)

// Version is a version of the protocol that can be answered in.
type Version uint8

// The versions.
const (
	V11 Version = iota
	V12
	V20
)

// String is the version as it stands in a request.
func (v Version) String() string { return [...]string{"1.1", "1.2", "2.0"}[v] }

// Legacy reports whether the version is one of before OASIS: it has the
// parameters version and operation, and another namespace.
func (v Version) Legacy() bool { return v != V20 }

// vocabulary is the namespaces of a version.
type vocabulary struct{ response, scan, diagnostic string }

func (v Version) vocabulary() vocabulary {
	if v.Legacy() {
		const srw = "http://www.loc.gov/zing/srw/"
		return vocabulary{response: srw, scan: srw, diagnostic: srw + "diagnostic/"}
	}
	const oasis = "http://docs.oasis-open.org/ns/search-ws/"
	return vocabulary{response: oasis + "sruResponse", scan: oasis + "scan", diagnostic: oasis + "diagnostic"}
}

// facetNamespace is that of the facets, which 2.0 alone has.
const facetNamespace = "http://docs.oasis-open.org/ns/search-ws/facetedResults"

// parseVersion is the version to answer in: the one asked for or, failing that,
// the highest that is lower (SRU 1.1, version). A request that names none is
// of 2.0, which has no such parameter. The second result is false where the
// client could not read any answer; the version is then that of the refusal.
func parseVersion(asked string) (Version, bool) {
	if asked == "" {
		return V20, true
	}
	major, minor, _ := strings.Cut(asked, ".")
	n, err := strconv.ParseUint(minor, 10, 16)
	switch {
	case err != nil:
		return V20, false
	case major == "1" && n == 0:
		return V11, false
	case major == "1" && n == 1:
		return V11, true
	case major == "1":
		return V12, true
	}
	return V20, major == "2"
}
