// Package register is the domain: the records of a register of serials, who
// may see what of them, and the contract of the store that keeps them.
//
// What renders accepts a *View and nothing else, and only Record.View makes
// one, so no format and no protocol can show what its viewer may not see.
package register

import (
	"iter"
	"time"

	"issnd/issn"
	"issnd/marc"
)

// Head is what is known of a record without reading its MARC.
type Head struct {
	ISSN  issn.ISSN
	ISSNL issn.ISSN // 023 first indicator 0, else 022 $l; zero if the record names none
	ISSNH issn.ISSN // 023 first indicator 1; zero if none

	Status       Status
	StatusSource Source
	Media        Media
	OpenAccess   bool // in the directory of open access resources (ROAD)
	Deleted      bool // withdrawn; the tombstone is kept for ever

	Seq     uint64    // place of the latest change in the change log
	Updated time.Time // datestamp of that change: UTC, whole seconds, never falls as Seq rises
}

// Record is one record of the register. Its MARC is shared and must not be
// changed.
type Record struct {
	Head
	MARC *marc.Record

	// Replacement is the ISSN to use instead of this one: Successor of the
	// record, else, where the record is out of force, what ReplacedBy says of
	// its ISSN. The store fills it in; zero if there is none.
	Replacement issn.ISSN

	// Past lists where the record stood once, after a call of Apply or Renew, and
	// does not stand now, in order. The store fills it in.
	Past []Membership
}

// InForce reports whether the number may be used: the record is neither
// withdrawn nor cancelled, suppressed or unreported.
func (h *Head) InForce() bool { return !h.Deleted && !h.Status.Minimal() }

// Successor is the ISSN that the record itself names in 022 $v as the one to
// use instead, or zero.
func (r *Record) Successor() issn.ISSN {
	for id := range r.related('v') {
		return id
	}
	return 0
}

// Cancels yields the ISSNs other than its own that the record lists as
// cancelled (MARC 21 022 $z), in record order. A record out of force cancels
// nothing, because its own number is not one to use instead.
func (r *Record) Cancels() iter.Seq[issn.ISSN] {
	if !r.InForce() {
		return func(func(issn.ISSN) bool) {}
	}
	return r.related('z')
}

// related yields the ISSNs other than its own in the 022 subfields with the
// code. Text after the number, such as a qualifier, is passed over.
func (r *Record) related(code byte) iter.Seq[issn.ISSN] {
	return func(yield func(issn.ISSN) bool) {
		if r.MARC == nil {
			return
		}
		for f := range r.MARC.Each(tag022) {
			for v := range f.All(code) {
				if id, _, err := issn.Scan(v); err == nil && id != r.ISSN && !yield(id) {
					return
				}
			}
		}
	}
}
