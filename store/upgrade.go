package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"issnd/register"
)

// ErrOlder says that a store was written by an earlier version of the program
// and is open for reading only. Opening it for writing brings it up to date.
var ErrOlder = errors.New("written by an older version of the program; open it for writing once")

// upgrade brings a store of an earlier format up to date, but for the rules of
// its lists.
func (s *Store) upgrade(from uint64) error {
	return s.db.Update(func(tx *bolt.Tx) error {
		if from < 2 {
			if err := addLists(tx); err != nil {
				return fmt.Errorf("making the lists for harvesters: %w", err)
			}
		}
		_, err := tx.CreateBucket(branchBucket)
		return errors.Join(err, tx.Bucket(metaBucket).Put(formatKey, binary.AppendUvarint(nil, format)))
	})
}

// addLists gives a store of format 1 what it does not have.
func addLists(tx *bolt.Tx) error {
	for _, name := range [][]byte{listBucket, setBucket, stampBucket} {
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	return errors.Join(fillLists(tx), tx.Bucket(metaBucket).Put(setsKey, setsVersion()))
}

// fillLists makes the lists and the datestamps from the records.
func fillLists(tx *bolt.Tx) error {
	var p part
	latest := int64(-1)
	l, stamps := listsOf(tx), tx.Bucket(stampBucket)
	c := tx.Bucket(recordBucket).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		seq, err := parseSeqKey(k)
		if err != nil {
			return err
		}
		rec, err := readRecord(tx, seq, v)
		if err != nil {
			return fmt.Errorf("record at %d: %w", seq, err)
		}
		if updated := rec.Updated.Unix(); updated > latest {
			latest = updated
			if err := putStamp(stamps, updated, seq-1); err != nil {
				return err
			}
		}
		if seq>>partBits != p.number {
			if err := p.write(l); err != nil {
				return err
			}
			p = part{number: seq >> partBits}
		}
		p.add(rec)
	}
	return p.write(l)
}

// part is one part of all lists, worked out from the records.
type part struct {
	number uint64
	lists  map[register.Membership]*placeSet
	places []register.Membership
}

// add adds a record to the lists that it has to be in.
func (p *part) add(rec *register.Record) {
	if p.lists == nil {
		p.lists = make(map[register.Membership]*placeSet)
	}
	p.places = append(register.AppendMemberships(p.places[:0], rec), rec.Past...)
	for _, m := range append(p.places, whole) {
		set := p.lists[m]
		if set == nil {
			set = new(placeSet)
			p.lists[m] = set
		}
		set.add(uint16(rec.Seq % partSize))
	}
}

// write writes the part, of which nothing is stored yet.
func (p *part) write(l lists) error {
	for m, set := range p.lists {
		if err := l.parts.Put(appendPartKey(nil, p.number, m), set.appendTo(nil)); err != nil {
			return err
		}
		if err := l.addTotal(m, set.count(), 0); err != nil {
			return err
		}
	}
	return nil
}

// setsVersion is what the meta bucket says of the lists that this program
// makes.
func setsVersion() []byte { return binary.AppendUvarint(nil, register.SetsVersion()) }

// relist gives the records that are in other lists than this program puts them
// in new places, where they are in the right ones.
func (s *Store) relist() error {
	m, _, err := s.rendition(context.Background())
	if err != nil {
		return err
	}
	if err := s.move(context.Background(), &m, misplaced, nil); err != nil {
		return fmt.Errorf("making the lists for harvesters anew: %w", err)
	}
	return s.keep(context.Background(), setsKey, setsVersion())
}

// misplaced reports whether the lists of a record, but for those that it has
// left, are not its memberships.
func misplaced(e *edit) (bool, error) {
	rec, err := e.before.record()
	if err != nil {
		return false, err
	}
	now := register.Memberships(rec)
	for _, m := range now {
		if !slices.Contains(e.listed, m) || slices.Contains(e.before.past, m) {
			return true, nil
		}
	}
	return len(now)+len(e.before.past) != len(e.listed), nil
}
