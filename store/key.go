package store

import (
	"encoding/binary"
	"errors"
)

var (
	recordBucket   = []byte("record")
	issnBucket     = []byte("issn")
	clusterBucket  = []byte("cluster")
	replacedBucket = []byte("replaced")
	listBucket     = []byte("list")
	setBucket      = []byte("set")
	stampBucket    = []byte("stamp")
	branchBucket   = []byte("branch")
	metaBucket     = []byte("meta")
)

// derived is the buckets that say what the records say.
var derived = [][]byte{issnBucket, clusterBucket, replacedBucket, listBucket, setBucket, stampBucket}

const seqLen = 8

var errKey = errors.New("malformed key")

func seqKey(seq uint64) (k [seqLen]byte) {
	binary.BigEndian.PutUint64(k[:], seq)
	return k
}

func parseSeqKey(k []byte) (uint64, error) {
	if len(k) != seqLen {
		return 0, errKey
	}
	return binary.BigEndian.Uint64(k), nil
}
