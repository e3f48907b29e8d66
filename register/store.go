package register

import (
	"context"
	"errors"

	"issnd/issn"
)

// ErrNotFound says that the register holds nothing under an ISSN that the
// viewer may know of.
var ErrNotFound = errors.New("not in the register")

// Store keeps records and their change log. It is safe for use by several
// goroutines; Apply calls are serialised by the store.
type Store interface {
	// Get reads one record, or ErrNotFound. Tombstones are records.
	Get(ctx context.Context, id issn.ISSN) (*Record, error)
	// Head reads what is known of a record without its MARC, or ErrNotFound.
	Head(ctx context.Context, id issn.ISSN) (Head, error)
	// Cluster lists the records whose ISSN-L is l, by ISSN; empty if there are none.
	Cluster(ctx context.Context, l issn.ISSN) ([]Head, error)
	// ReplacedBy is the ISSN of a record that names id as cancelled in 022 $z,
	// or zero.
	ReplacedBy(ctx context.Context, id issn.ISSN) (issn.ISSN, error)
	// Changes lists at most limit records whose latest change comes after the
	// sequence number, in order of Seq, which is also that of Updated. Every
	// record appears once, at its latest change.
	Changes(ctx context.Context, after uint64, limit int) ([]*Record, error)
	// Apply writes the records in one transaction, all or nothing, and tells
	// what became of each. Seq and Updated of the input are ignored and set.
	// A record equal to the stored one is Unchanged and is no change.
	Apply(ctx context.Context, recs []*Record) ([]Outcome, error)
	// Stats counts what the store holds.
	Stats(ctx context.Context) (Stats, error)
	Close() error
}

// Outcome is what Apply did with one record.
type Outcome uint8

// The outcomes of Apply.
const (
	Unchanged Outcome = iota + 1
	Created
	Updated
	Withdrawn // it became a tombstone
	Revived   // a tombstone became a record again
)

// String is the outcome in lower case.
func (o Outcome) String() string {
	return [...]string{"", "unchanged", "created", "updated", "withdrawn", "revived"}[o]
}

// Stats counts the records of a store. Records includes the Deleted ones.
type Stats struct {
	ID       string // random identity of the store, given when it was made
	Records  uint64
	Deleted  uint64
	Seq      uint64 // latest sequence number
	ByStatus map[Status]uint64
}
