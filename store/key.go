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
	metaBucket     = []byte("meta")
)

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
