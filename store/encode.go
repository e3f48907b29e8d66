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
)

// fixedLen is the length of what comes before the varints.
const fixedLen = 4

var errValue = errors.New("malformed value")

// appendHead appends the head of a record without Seq, which is its key. The
// packed MARC comes after it.
func appendHead(dst []byte, h *register.Head) []byte {
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
	dst = append(dst, encoding, byte(h.Status), byte(h.Media), flags)
	dst = binary.AppendUvarint(dst, uint64(h.ISSN.Number()))
	dst = binary.AppendUvarint(dst, uint64(h.Updated.Unix()))
	if flags&flagL != 0 {
		dst = binary.AppendUvarint(dst, uint64(h.ISSNL.Number()))
	}
	if flags&flagH != 0 {
		dst = binary.AppendUvarint(dst, uint64(h.ISSNH.Number()))
	}
	return dst
}

// decode reads the head of the record at seq and returns the packed MARC that
// follows, a part of v.
func decode(seq uint64, v []byte) (h register.Head, packed []byte, err error) {
	if len(v) < fixedLen || v[0] != encoding {
		return h, nil, errValue
	}
	flags := v[3]
	h.Seq = seq
	h.Status, h.Media = register.Status(v[1]), register.Media(v[2])
	h.StatusSource = register.Source(flags >> sourceShift)
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
	if d.bad {
		return register.Head{}, nil, errValue
	}
	return h, d.rest, nil
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
