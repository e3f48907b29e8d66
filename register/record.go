// Package register is the domain: the records of a register of serials, who
// may see what of them, and the contract of the store that keeps them.
//
// What renders accepts a *View and nothing else, and only Record.View makes
// one, so no format and no protocol can show what its viewer may not see.
package register

import (
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

	// Replacement is the ISSN to use instead of a cancelled one: 022 $v of the
	// record, else the record that names this ISSN in 022 $z. The store fills it
	// in; zero if there is none.
	Replacement issn.ISSN
}
