package store

import (
	"bytes"
	"encoding/binary"
	"slices"

	bolt "go.etcd.io/bbolt"

	"issnd/register"
)

// A list is cut into parts of 65,536 sequence numbers. The key of a part
// begins with its number, so that the parts to which an import appends stand
// together.
const (
	partBits = 16
	partSize = 1 << partBits
	partLen  = 6
)

// whole is the list of all records.
var whole = register.Membership{}

// appendListName appends the name of a list: its audience and its setSpec.
func appendListName(dst []byte, m register.Membership) []byte {
	audience := byte(0)
	if m.Public {
		audience = 1
	}
	return append(append(dst, audience), m.Set...)
}

func parseListName(k []byte) (register.Membership, error) {
	if len(k) == 0 || k[0] > 1 {
		return register.Membership{}, errKey
	}
	return register.Membership{Public: k[0] == 1, Set: string(k[1:])}, nil
}

// appendPartKey appends the key of a part of a list.
func appendPartKey(dst []byte, part uint64, m register.Membership) []byte {
	var k [seqLen]byte
	binary.BigEndian.PutUint64(k[:], part)
	return appendListName(append(dst, k[seqLen-partLen:]...), m)
}

// partOf is the number of the part that a key is of.
func partOf(k []byte) (uint64, error) {
	if len(k) <= partLen {
		return 0, errKey
	}
	var b [seqLen]byte
	copy(b[seqLen-partLen:], k)
	return binary.BigEndian.Uint64(b[:]), nil
}

// lists is the buckets of the lists in a transaction.
type lists struct{ parts, totals *bolt.Bucket }

func listsOf(tx *bolt.Tx) lists { return lists{tx.Bucket(listBucket), tx.Bucket(setBucket)} }

// total is how many records are in a list.
func (l lists) total(m register.Membership) (uint64, error) {
	v := l.totals.Get(appendListName(nil, m))
	if v == nil {
		return 0, nil
	}
	return uvarint(v)
}

// addTotal counts what has come to a list or gone from it.
func (l lists) addTotal(m register.Membership, came, gone uint64) error {
	n, err := l.total(m)
	if err != nil {
		return err
	}
	if n += came; n < gone {
		return errValue
	}
	k := appendListName(nil, m)
	if n -= gone; n == 0 {
		return l.totals.Delete(k)
	}
	return l.totals.Put(k, binary.AppendUvarint(nil, n))
}

// each calls fn for the parts of a list in a range of part numbers, in order,
// until it returns false.
func (l lists) each(m register.Membership, first, last uint64, fn func(part uint64, v []byte) (bool, error)) error {
	c := l.parts.Cursor()
	var key []byte
	for part := first; part <= last; {
		key = appendPartKey(key[:0], part, m)
		k, v := c.Seek(key)
		if k == nil {
			return nil
		}
		if !bytes.Equal(k, key) {
			next, err := partOf(k)
			if err != nil {
				return err
			}
			// Where the part lacks this list, k is another list of it, or of the
			// next part that there is.
			part = max(part+1, next)
			continue
		}
		if more, err := fn(part, v); err != nil || !more {
			return err
		}
		part++
	}
	return nil
}

// names lists the lists of an audience but the whole, in order.
func (l lists) names(public bool) (sets []string, err error) {
	prefix := appendListName(nil, register.Membership{Public: public})
	c := l.totals.Cursor()
	for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		m, err := parseListName(k)
		if err != nil {
			return nil, err
		}
		if m.Set != "" {
			sets = append(sets, m.Set)
		}
	}
	return slices.Clip(sets), nil
}
