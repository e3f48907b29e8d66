package register

import (
	"context"
	"errors"
	"iter"
	"time"

	"issnd/issn"
	"issnd/marc"
)

// ErrNotFound says that the register holds nothing under an ISSN that the
// viewer may know of.
var ErrNotFound = errors.New("not in the register")

// ErrInvalid says that a record given to Apply is not one that can be stored.
var ErrInvalid = errors.New("not a record that can be stored")

// Store keeps records and their change log. It is safe for use by several
// goroutines; Apply calls are serialised by the store. What it returns belongs
// to the caller and stays valid after Close. Every method returns the error of
// a context that is done.
//
// A record keeps its place in the log until something that is shown with it
// changes: its own content, or the Replacement that another record gives it.
type Store interface {
	// Get reads one record, or ErrNotFound. Tombstones are records.
	Get(ctx context.Context, id issn.ISSN) (*Record, error)
	// GetFields is Get of a record with at least those fields whose tags are in
	// the set that is wanted for its head, nil for all fields. Field 022, which
	// Replacement is made of, has to be in the set.
	GetFields(ctx context.Context, id issn.ISSN, wanted func(*Head) *marc.Tags) (*Record, error)
	// Head reads what is known of a record without its MARC, or ErrNotFound.
	Head(ctx context.Context, id issn.ISSN) (Head, error)
	// Generation is a number that is another one after every change, so that what
	// was read while it was the same still holds. It costs next to nothing.
	Generation() uint64
	// Cluster lists at most limit of the records whose ISSN-L is l, tombstones
	// too, by ISSN: the one whose ISSN it is, and the first of the others. Fewer
	// than limit means all.
	Cluster(ctx context.Context, l issn.ISSN, limit int) ([]Head, error)
	// ReplacedBy is the lowest ISSN of a record in force that cancels id (see
	// Record.Cancels), or zero.
	ReplacedBy(ctx context.Context, id issn.ISSN) (issn.ISSN, error)
	// List reads at most limit records whose ISSN comes after the given one, by
	// ISSN; zero starts at the first. Fewer than limit means the end.
	List(ctx context.Context, after issn.ISSN, limit int) ([]*Record, error)
	// Changes lists at most limit records whose latest change comes after the
	// sequence number, in order of Seq, which is also that of Updated. Every
	// record appears once, at its latest change. Fewer than limit means the end.
	Changes(ctx context.Context, after uint64, limit int) ([]*Record, error)
	// Since is the sequence number after which Changes lists every record whose
	// latest change is at t or later, and no other.
	Since(ctx context.Context, t time.Time) (uint64, error)
	// Branch names the history that a change is part of. A store that is opened
	// for writing gives its changes another random name than anyone before, so
	// that two copies of one store in which the change has the same name have all
	// changes up to it in common, and are else two registers. It is "" for 0 and
	// for changes of a time when there were no names, and ErrNotFound where the
	// log does not reach.
	Branch(ctx context.Context, seq uint64) (string, error)
	// Select lists at most limit records of a part of the log, in order of Seq.
	// A record stays in the list of every Membership that it ever had, at its
	// latest change. Fewer than limit means the end. The records may be in a room
	// that is lent for them; nil is none.
	Select(ctx context.Context, sel Selection, limit int, room *Room) ([]*Record, error)
	// SelectHeads is Select without all but the heads, which is many times faster.
	SelectHeads(ctx context.Context, sel Selection, limit int) ([]Head, error)
	// Count is how many records Select lists when there is no limit. It does not
	// read them.
	Count(ctx context.Context, sel Selection) (uint64, error)
	// Sets lists the sets, in order, whose lists for the audience are not empty.
	Sets(ctx context.Context, public bool) ([]string, error)
	// Apply writes the records in one transaction, all or nothing, and tells
	// what became of each, as if they were applied one after the other. When it
	// returns without error they are on disk. It does not change its input,
	// whose Seq, Updated and Replacement it ignores: the store gives its own.
	//
	// A record equal to the stored one is Unchanged and is no change. A Deleted
	// record becomes a tombstone with the MARC it brings; without MARC it
	// withdraws the stored record as that stands, and is Unchanged if there is
	// none or that is a tombstone already. ErrInvalid is a record without an
	// ISSN or a Status, or without MARC and not Deleted.
	//
	// A record whose Replacement changes because of another one gets a new
	// place in the log without an Outcome of its own.
	Apply(ctx context.Context, recs []*Record) ([]Outcome, error)
	// Renew makes harvesters read everything again when what they are shown has
	// changed though no record has: another version of the crosswalks or of the
	// tiers. Where rendition is not the one that the store knows, every record,
	// tombstones too, gets a new place in the log, in their present order and in
	// transactions of some thousand; then the store knows it. A store without
	// records only takes the name. What ends in the middle starts again at the
	// next call; Apply and reads run beside it. After every transaction
	// progress, unless nil, is told how many records are done and how many there
	// are to do.
	Renew(ctx context.Context, rendition string, progress func(done, total uint64)) error
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

// Stats counts the records of a store.
type Stats struct {
	ID       string            // random identity of the store, given when it was made
	Records  uint64            // tombstones included
	Deleted  uint64            // tombstones
	ByStatus map[Status]uint64 // records that are not Deleted; kinds that do not occur are absent

	Seq     uint64    // latest sequence number, 0 if nothing was ever applied
	Branch  string    // of the change with that number (Store.Branch)
	Updated time.Time // datestamp of the latest change, zero if there is none

	// Horizon is the time up to which the log is complete: a change that cannot
	// be seen yet will have this datestamp or a later one. A harvester may be
	// told this time, but not a later one, as the start of its next harvest.
	Horizon time.Time
}

// Each yields all records of a store by ISSN, reading a page at a time, so
// that nothing is held open while the caller works. A record that is there
// throughout is yielded once. The first error ends the sequence.
func Each(ctx context.Context, s Store) iter.Seq2[*Record, error] {
	const page = 256
	return func(yield func(*Record, error) bool) {
		var after issn.ISSN
		for {
			recs, err := s.List(ctx, after, page)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, r := range recs {
				if !yield(r, nil) {
					return
				}
				after = r.ISSN
			}
			if len(recs) < page {
				return
			}
		}
	}
}
