package store

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"issnd/issn"
	"issnd/register"
)

const encoding = 1

const (
	flagDeleted = 1 << iota
	flagOpenAccess
	flagOwnL
	flagL
	flagH

	sourceShift = 5
	sourceMask  = 3

	flagPast = 1 << 7
)

// fixedLen is the length of what comes before the varints.
const fixedLen = 4

var errValue = errors.New("malformed value")

// appendState appends the value of a record, all of it but Seq, which is its
// key.
func appendState(dst []byte, st *state) []byte {
	h := &st.head
	flags := byte(h.StatusSource) << sourceShift
	if h.Deleted {
		flags |= flagDeleted
	}
	if h.OpenAccess {
		flags |= flagOpenAccess
	}
	switch {
	case h.ISSNL == h.ISSN:
		flags |= flagOwnL
	case !h.ISSNL.IsZero():
		flags |= flagL
	}
	if !h.ISSNH.IsZero() {
		flags |= flagH
	}
	if len(st.past) > 0 {
		flags |= flagPast
	}
	dst = append(dst, encoding, byte(h.Status), byte(h.Media), flags)
	dst = binary.AppendUvarint(dst, uint64(h.ISSN.Number()))
	dst = binary.AppendUvarint(dst, uint64(h.Updated.Unix()))
	if flags&flagL != 0 {
		dst = binary.AppendUvarint(dst, uint64(h.ISSNL.Number()))
	}
	if flags&flagH != 0 {
		dst = binary.AppendUvarint(dst, uint64(h.ISSNH.Number()))
	}
	if len(st.past) > 0 {
		dst = binary.AppendUvarint(dst, uint64(len(st.past)))
	}
	var name []byte
	for _, m := range st.past {
		name = appendListName(name[:0], m)
		dst = append(binary.AppendUvarint(dst, uint64(len(name))), name...)
	}
	return append(dst, st.packed...)
}

// decode reads the value of the record at seq. The packed MARC of the state is
// a part of v.
func decode(seq uint64, v []byte) (st state, err error) {
	if len(v) < fixedLen || v[0] != encoding {
		return st, errValue
	}
	h := &st.head
	flags := v[3]
	h.Seq = seq
	h.Status, h.Media = register.Status(v[1]), register.Media(v[2])
	h.StatusSource = register.Source(flags >> sourceShift & sourceMask)
	h.Deleted = flags&flagDeleted != 0
	h.OpenAccess = flags&flagOpenAccess != 0
	d := decoder{rest: v[fixedLen:]}
	h.ISSN = d.issn()
	h.Updated = time.Unix(int64(d.uvarint()), 0).UTC()
	switch {
	case flags&flagOwnL != 0:
		h.ISSNL = h.ISSN
	case flags&flagL != 0:
		h.ISSNL = d.issn()
	}
	if flags&flagH != 0 {
		h.ISSNH = d.issn()
	}
	if flags&flagPast != 0 {
		st.past = d.past()
	}
	if d.bad {
		return state{}, errValue
	}
	st.packed = d.rest
	return st, nil
}

// decoder reads varints. After the first malformed one it is bad and gives
// zeros.
type decoder struct {
	rest []byte
	bad  bool
}

func (d *decoder) uvarint() uint64 {
	n, k := binary.Uvarint(d.rest)
	if k <= 0 {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[k:]
	return n
}

func (d *decoder) byte() byte {
	if len(d.rest) == 0 {
		d.bad = true
		return 0
	}
	c := d.rest[0]
	d.rest = d.rest[1:]
	return c
}

func (d *decoder) issn() issn.ISSN {
	id, err := toISSN(d.uvarint())
	d.bad = d.bad || err != nil
	return id
}

// past reads the lists that a record has left: some, in order.
func (d *decoder) past() (past []register.Membership) {
	n := d.uvarint()
	if n == 0 || n > uint64(len(d.rest)) {
		d.bad = true
		return nil
	}
	past = make([]register.Membership, 0, n)
	for range n {
		m, err := parseListName(d.bytes(d.uvarint()))
		if err != nil || len(past) > 0 && past[len(past)-1].Compare(m) >= 0 {
			d.bad = true
			return nil
		}
		past = append(past, m)
	}
	return past
}

func (d *decoder) bytes(n uint64) []byte {
	if n > uint64(len(d.rest)) {
		d.bad = true
		return nil
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

// toISSN is the ISSN with a number read from the file.
func toISSN(n uint64) (issn.ISSN, error) {
	if n > math.MaxUint32 {
		return 0, errValue
	}
	id, ok := issn.FromNumber(uint32(n))
	if !ok {
		return 0, errValue
	}
	return id, nil
}

// uvarint reads a value that is one varint and nothing else.
func uvarint(v []byte) (uint64, error) {
	d := decoder{rest: v}
	n := d.uvarint()
	if d.bad || len(d.rest) != 0 {
		return 0, errValue
	}
	return n, nil
}
