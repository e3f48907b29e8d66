package bleveindex

import (
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/util"
)

// snapshot is the list of what makes an index, in the file that scorch keeps it
// in. Whoever has it open has the generation: no one else removes it.
type snapshot struct{ *util.RootBoltImpl }

// createSnapshot makes the file, which lists nothing yet.
func createSnapshot(path string) (snapshot, error) {
	db, err := util.OpenBolt(filepath.Join(path, "root.bolt"), 0o600, nil)
	return snapshot{db}, err
}

// segmentName is the file of a segment with a number from 1 on.
func segmentName(n uint64) string { return fmt.Sprintf("%012x.zap", n) }

// set lists the segments with the numbers from 1 to that given, which are in
// files, and what is kept besides.
func (s snapshot) set(segments uint64, kept map[string][]byte) error {
	return s.Update(func(tx *util.BoltTxImpl) error {
		all, err := tx.CreateBucketIfNotExists(util.BoltSnapshotsBucket)
		if err != nil {
			return err
		}
		const epoch = 3 // any that is not 0
		shot, err := all.CreateBucketIfNotExists(ascending(epoch))
		if err != nil {
			return err
		}
		err = errors.Join(describe(shot), keep(shot, kept))
		for n := uint64(1); n <= segments && err == nil; n++ {
			err = listed(shot, n)
		}
		return err
	})
}

// describe says of what format the segments are.
func describe(shot *util.BoltBucketImpl) error {
	about, err := shot.CreateBucketIfNotExists(util.BoltMetaDataKey)
	if err != nil {
		return err
	}
	made, err := time.Now().MarshalText()
	if err != nil {
		return err
	}
	return errors.Join(
		about.Put(util.BoltMetaDataSegmentTypeKey, []byte(zapType), nil),
		about.Put(util.BoltMetaDataSegmentVersionKey, binary.BigEndian.AppendUint32(nil, zapVersion), nil),
		about.Put(util.BoltMetaDataFileWriterIDKey, nil, nil),
		about.Put(util.BoltMetaDataTimeStamp, made, nil))
}

// plain says that values are kept as they are.
type plain struct{}

func (plain) Process(b []byte) []byte { return b }
func (plain) Id() string              { return util.DefaultFileCallbackId }

func keep(shot *util.BoltBucketImpl, kept map[string][]byte) error {
	internal, err := shot.CreateBucketIfNotExists(util.BoltInternalKey)
	if err != nil {
		return err
	}
	for k, v := range kept {
		if err := internal.Put([]byte(k), v, plain{}); err != nil {
			return err
		}
	}
	return nil
}

// listed lists a segment.
func listed(shot *util.BoltBucketImpl, n uint64) error {
	s, err := shot.CreateBucketIfNotExists(ascending(n))
	if err != nil {
		return err
	}
	return s.Put(util.BoltPathKey, []byte(segmentName(n)), nil)
}

// ascending is a number as scorch writes it into keys, whose order is that of
// the numbers.
func ascending(n uint64) []byte {
	const zero, small, most = 136, 109, 253
	if n <= small {
		return []byte{byte(zero + n)}
	}
	b := binary.BigEndian.AppendUint64(nil, n)
	for b[0] == 0 {
		b = b[1:]
	}
	return append([]byte{byte(most - 8 + len(b))}, b...)
}
