package store

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"syscall"

	bolt "go.etcd.io/bbolt"
)

// ErrDamaged says that a part of the file is missing, cannot be read from the
// disk, or is no part of a store.
var ErrDamaged = errors.New("the file is damaged")

// faults is what a store knows of damage that it came upon. The file is read
// through memory, where damage shows as a fault of memory or a panic of bbolt.
type faults struct {
	first atomic.Pointer[error]
	stuck atomic.Bool // bbolt holds a lock that it will not let go of
	tell  func(error)
}

// Damage is the first damage that a read or write came upon since the store was
// opened, or nil. What can be read still is. Nothing is written any more: free
// pages that are none would be overwritten.
func (s *Store) Damage() error {
	if first := s.faults.first.Load(); first != nil {
		return *first
	}
	return nil
}

// usable is an error where bbolt would wait without end.
func (f *faults) usable() error {
	if !f.stuck.Load() {
		return nil
	}
	if first := f.first.Load(); first != nil {
		return *first
	}
	return ErrDamaged // and another goroutine is about to say how
}

// caught turns a panic over a damaged file into an error. It is deferred, with
// what debug.SetPanicOnFault(true) returned. Other errors of the program go on.
func (f *faults) caught(before bool, err *error) {
	debug.SetPanicOnFault(before)
	p := recover()
	if p == nil {
		return
	}
	*err = damageOf(p)
	known := *err
	if f.first.CompareAndSwap(nil, &known) && f.tell != nil {
		f.tell(known)
	}
}

// damageOf is the damage that a panic tells of. It panics again where that is an
// error of the program.
func damageOf(p any) error {
	failure, isRuntime := p.(runtime.Error)
	if !isRuntime { // an assertion of bbolt
		return fmt.Errorf("%w: %v", ErrDamaged, p)
	}
	if _, isFault := failure.(interface{ Addr() uintptr }); !isFault {
		panic(p)
	}
	return fmt.Errorf("%w: pages are missing or cannot be read", ErrDamaged)
}

// begin begins a transaction. Bbolt reads the first pages of the file with locks
// held; where those are damaged it can be used no more.
func (s *Store) begin(writable bool) (tx *bolt.Tx, err error) {
	if err := s.faults.usable(); err != nil {
		return nil, err
	}
	began := false
	defer func() {
		if !began {
			s.faults.stuck.Store(true)
		}
	}()
	tx, err = s.db.Begin(writable)
	began = true
	return tx, err
}

// update runs fn in a transaction and commits it. The caller holds the lock.
func (s *Store) update(fn func(*bolt.Tx) error) (err error) {
	if err := s.Damage(); err != nil {
		return err
	}
	defer s.faults.caught(debug.SetPanicOnFault(true), &err)
	return s.db.Update(fn)
}

// Close waits for what is being read or written and closes the file. One that is
// damaged it only lets go of.
func (s *Store) Close() error {
	if s.Damage() != nil {
		return release(s.file)
	}
	return s.db.Close()
}

// release lets go of a file whose mapping is left as it is: bbolt may hold locks
// that closing would wait for.
func release(file *os.File) error {
	return errors.Join(syscall.Flock(int(file.Fd()), syscall.LOCK_UN), file.Close())
}
