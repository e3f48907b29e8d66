package portal

import (
	"strings"

	"issnd/format"
	"issnd/issn"
)

// kind is what a resource URI names.
type kind uint8

const (
	noResource kind = iota
	serialResource
	linkingResource
)

// ResourcePath is the beginning of the paths of all resource URIs.
const ResourcePath = "/resource/"

// Paths of the resource URIs (application profile §1.2).
const (
	serialPath  = ResourcePath + "ISSN/"
	linkingPath = ResourcePath + "ISSN-L/"
	linksetName = "/linkset"
)

func (k kind) path() string {
	if k == linkingResource {
		return linkingPath
	}
	return serialPath
}

// resource is a resource URI taken apart.
type resource struct {
	kind    kind
	id      issn.ISSN
	format  *format.Format // asked for by suffix
	unknown string         // suffix that names no format
	linkset bool           // the document that lists the links of the resource
	path    string         // canonical path of the resource, without suffix
}

// suffix is what follows the number in the path.
func (r *resource) suffix() string {
	switch {
	case r.linkset:
		return linksetName
	case r.format != nil:
		return r.format.Ext
	}
	return r.unknown
}

// canonical is the one path of what was asked for.
func (r *resource) canonical() string { return r.path + r.suffix() }

// parseResource takes a path apart, in any letter case, with or without hyphen
// and trailing slash. The resource is nil where the path is not a resource
// URI; the error is an *issn.Error where its number is not an ISSN.
func parseResource(path string, t *format.Table) (*resource, error) {
	rest, r := path, &resource{}
	switch {
	case cutFold(&rest, serialPath):
		r.kind = serialResource
	case cutFold(&rest, linkingPath):
		r.kind = linkingResource
	default:
		return nil, nil
	}
	rest = strings.TrimSuffix(rest, "/")
	if n := len(rest) - len(linksetName); n > 0 && strings.EqualFold(rest[n:], linksetName) {
		rest, r.linkset = rest[:n], true
	} else {
		rest, r.format = t.SplitExt(rest)
	}
	if rest == "" || strings.IndexByte(rest, '/') >= 0 {
		return nil, nil
	}
	id, err := issn.Parse(rest)
	if i := strings.IndexByte(rest, '.'); err != nil && i > 0 {
		if id, err = issn.Parse(rest[:i]); err == nil {
			r.unknown = rest[i:]
		}
	}
	if err != nil {
		return r, err
	}
	r.id = id
	r.path = pathOf(path, r.kind, id)
	return r, nil
}

// pathOf is the canonical path of a resource. Mostly it is the beginning of the
// path that was asked for.
func pathOf(asked string, k kind, id issn.ISSN) string {
	var room [32]byte
	b := id.AppendTo(append(room[:0], k.path()...))
	if len(asked) >= len(b) && asked[:len(b)] == string(b) {
		return asked[:len(b)]
	}
	return string(b)
}

// cutFold removes prefix from the front of s in any letter case.
func cutFold(s *string, prefix string) bool {
	if len(*s) < len(prefix) || !strings.EqualFold((*s)[:len(prefix)], prefix) {
		return false
	}
	*s = (*s)[len(prefix):]
	return true
}
