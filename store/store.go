package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"issnd/internal/disk"
	"issnd/register"
)

// Options says how to open a store. The zero value suits production.
type Options struct {
	// ReadOnly opens a store that exists for reading; other processes may read
	// it at the same time. Without it the process has the file for itself.
	ReadOnly bool
	// LockTimeout is how long to wait for another process to let go of the
	// file. Zero is one second.
	LockTimeout time.Duration
	// Clock gives the datestamps. Nil is time.Now.
	Clock func() time.Time
	// Rand is where the identity of a new store comes from, and the name of the
	// branch of what is written. Nil is crypto/rand.
	Rand io.Reader
	// PageSize of a new store in bytes, a power of two. Zero is DefaultPageSize.
	PageSize int
	// MmapSize is the address space in bytes to reserve for the file. Within it
	// the file grows without waiting for readers. Zero reserves the size of the
	// file.
	MmapSize int
	// NoSync leaves it to the operating system when to write to disk. A crash
	// of the machine may then destroy the store: for benchmarks only.
	NoSync bool
	// Damaged, unless nil, is told of the first damage to the file that a read or
	// write comes upon (ErrDamaged).
	Damaged func(error)
}

// DefaultPageSize is the page size of a new store in bytes.
const DefaultPageSize = 16 << 10

// ErrInUse says that another process, or this one, has the store open.
var ErrInUse = errors.New("in use by another process")

// ErrNewer says that a store was written by a later version of the program.
var ErrNewer = errors.New("written by a newer version of the program")

// Store is a register.Store in one file. Reads run beside each other and
// beside a write; each reads one state of the register and lets go of it
// before it returns.
type Store struct {
	db     *bolt.DB
	file   *os.File // that db reads
	faults faults
	clock  clock
	branch string        // of the changes made since it was opened
	writer chan struct{} // holds one token while nobody writes

	found      found
	generation atomic.Uint64 // goes up after each commit
	branches   atomic.Pointer[branches]
}

var _ register.Store = (*Store)(nil)

// Open opens the store at path and makes it if it is not there. A store of an
// earlier version of the program, or one whose lists for harvesters are of
// earlier rules, is brought up to date, which takes a pass over all records.
// The error is ErrInUse, ErrNewer or ErrOlder, or says what is wrong with the
// file.
func Open(path string, o Options) (*Store, error) {
	s, err := open(path, o)
	if err != nil {
		return nil, fmt.Errorf("store %s: %w", path, err)
	}
	return s, nil
}

func open(path string, o Options) (*Store, error) {
	_, err := os.Stat(path)
	created := errors.Is(err, os.ErrNotExist)
	db, file, err := openFile(path, o)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, file: file, writer: make(chan struct{}, 1)}
	s.faults.tell = o.Damaged
	s.writer <- struct{}{}
	if s.clock.now = o.Clock; o.Clock == nil {
		s.clock.now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if s.branch, err = newBranch(o.Rand); err == nil {
		err = s.prepare(o)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if created {
		if err := disk.SyncDir(filepath.Dir(path)); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// openFile opens the file at path. Who has waited for another process to let go
// of it may have a file that was put aside meanwhile: then it opens the one that
// took its place.
func openFile(path string, o Options) (*bolt.DB, *os.File, error) {
	for range 2 {
		db, file, err := lockFile(path, o)
		if err != nil {
			return nil, nil, err
		}
		same, err := isAt(path, file)
		if same {
			return db, file, nil
		}
		if err = errors.Join(err, db.Close()); err != nil {
			return nil, nil, err
		}
	}
	return nil, nil, ErrInUse // by whoever goes on replacing it
}

// isAt reports whether path is the name of an open file.
func isAt(path string, file *os.File) (bool, error) {
	opened, err := file.Stat()
	if err != nil {
		return false, err
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(opened, there), err
}

// lockFile opens the file with bbolt, which waits for its lock. A damaged file can
// make bbolt read outside its memory; that becomes an error.
func lockFile(path string, o Options) (db *bolt.DB, file *os.File, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			// The mapping that bbolt leaves behind would keep the lock.
			db, err = nil, errors.Join(damageOf(p), release(file))
		}
	}()
	bo := bolt.Options{
		OpenFile: func(name string, flag int, perm os.FileMode) (*os.File, error) {
			var err error
			file, err = os.OpenFile(name, flag, perm)
			return file, err
		},
		ReadOnly:        o.ReadOnly,
		Timeout:         o.LockTimeout,
		PageSize:        o.PageSize,
		InitialMmapSize: o.MmapSize,
		NoSync:          o.NoSync,
		FreelistType:    bolt.FreelistMapType,
		NoStatistics:    true,
	}
	if bo.Timeout == 0 {
		bo.Timeout = time.Second
	}
	if bo.PageSize == 0 {
		bo.PageSize = DefaultPageSize
	}
	db, err = bolt.Open(path, 0o640, &bo) // what subscribers pay for is in it
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, nil, ErrInUse
	}
	return db, file, err
}

// prepare makes the buckets of a new store, or verifies that this program can
// read what is there and brings it up to date.
func (s *Store) prepare(o Options) (err error) {
	defer s.faults.caught(debug.SetPanicOnFault(true), &err)
	fresh, sameSets := false, false
	var m meta
	err = s.db.View(func(tx *bolt.Tx) error {
		if info, err := os.Stat(s.db.Path()); err != nil {
			return err
		} else if info.Size() < tx.Size() {
			return fmt.Errorf("the file is cut short: %d bytes of %d", info.Size(), tx.Size())
		}
		first, _ := tx.Cursor().First()
		if fresh = first == nil; fresh {
			return nil
		}
		var err error
		if m, err = readMeta(tx); err == nil {
			sameSets = bytes.Equal(tx.Bucket(metaBucket).Get(setsKey), setsVersion())
		}
		return err
	})
	s.clock.begin(m.updated, m.horizon)
	switch {
	case err != nil:
		return err
	case fresh && o.ReadOnly:
		return errors.New("the file is empty")
	case fresh:
		return s.create(o.Rand)
	case m.format == format && sameSets:
		return nil
	case o.ReadOnly:
		return ErrOlder
	}
	if m.format < format {
		err = s.upgrade(m.format)
	}
	if err == nil && m.format > 1 && !sameSets {
		err = s.relist()
	}
	return err
}

func (s *Store) create(random io.Reader) error {
	var id [16]byte
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return fmt.Errorf("making an identity: %w", err)
	}
	return s.db.Update(func(tx *bolt.Tx) error {
		for _, name := range append([][]byte{recordBucket, metaBucket, branchBucket}, derived...) {
			if _, err := tx.CreateBucket(name); err != nil {
				return err
			}
		}
		m := meta{id: fmt.Sprintf("%x", id)}
		return m.create(tx.Bucket(metaBucket))
	})
}

// Generation implements register.Store.
func (s *Store) Generation() uint64 { return s.generation.Load() }

// view runs fn in a read transaction. What fn keeps it must copy.
func (s *Store) view(ctx context.Context, fn func(tx *bolt.Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer s.faults.caught(debug.SetPanicOnFault(true), &err)
	tx, err := s.begin(false)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // which undoes nothing
	return fn(tx)
}
