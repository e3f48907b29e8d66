package crosswalk

// DefaultBase is the identity base of the ISSN linked data application
// profile (§1.1): the IRI of every entity starts with it.
const DefaultBase = "http://issn.org/"

// Options is what the crosswalks need to know of the installation. The zero
// Options makes documents that are pure profile: default identity base, no
// licence statement, no extension.
type Options struct {
	// Base is the identity base with its final slash; "" means DefaultBase.
	// Identity never depends on where documents are served.
	Base string

	// PublicURL is where documents are served, with its final slash; "" where
	// that is not known.
	PublicURL string

	// License is the IRI and LicenseName the name of the licence of the data.
	// An empty License is stated nowhere.
	License     string
	LicenseName string

	// OpenAccess adds what the profile does not have: that a resource of the
	// directory of open access resources is free to read.
	OpenAccess bool

	// ContextURL is the address of the JSON-LD context, "" to write it inline.
	ContextURL string
}

// base is the identity base, never empty.
func (o *Options) base() string {
	if o.Base == "" {
		return DefaultBase
	}
	return o.Base
}
