package store

import (
	"encoding/binary"
	"errors"

	"issnd/issn"
)

var (
	recordBucket   = []byte("record")
	issnBucket     = []byte("issn")
	clusterBucket  = []byte("cluster")
	replacedBucket = []byte("replaced")
	metaBucket     = []byte("meta")
)

const (
	seqLen  = 8
	issnLen = 4
	pairLen = 2 * issnLen
)

var errKey = errors.New("malformed key")

func seqKey(seq uint64) (k [seqLen]byte) {
	binary.BigEndian.PutUint64(k[:], seq)
	return k
}

func issnKey(id issn.ISSN) (k [issnLen]byte) {
	binary.BigEndian.PutUint32(k[:], id.Number())
	return k
}

// pairKey is the key of one entry of the cluster and replaced buckets.
func pairKey(of, member issn.ISSN) (k [pairLen]byte) {
	binary.BigEndian.PutUint32(k[:], of.Number())
	binary.BigEndian.PutUint32(k[issnLen:], member.Number())
	return k
}

func parseSeqKey(k []byte) (uint64, error) {
	if len(k) != seqLen {
		return 0, errKey
	}
	return binary.BigEndian.Uint64(k), nil
}

func parseISSNKey(k []byte) (issn.ISSN, error) {
	if len(k) != issnLen {
		return 0, errKey
	}
	id, ok := issn.FromNumber(binary.BigEndian.Uint32(k))
	if !ok {
		return 0, errKey
	}
	return id, nil
}

func parsePairKey(k []byte) (of, member issn.ISSN, err error) {
	if len(k) != pairLen {
		return 0, 0, errKey
	}
	if of, err = parseISSNKey(k[:issnLen]); err != nil {
		return 0, 0, err
	}
	member, err = parseISSNKey(k[issnLen:])
	return of, member, err
}

// appendSeq is the value of the issn bucket.
func appendSeq(seq uint64) []byte { return binary.AppendUvarint(nil, seq) }
