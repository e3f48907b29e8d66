package remote

import (
	"context"
	"errors"
	"syscall"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// service is the name of the methods on the wire.
const service = "Store"

// record is a record on the wire: its MARC packed, as in a store.
type record struct {
	Head        register.Head
	Replacement issn.ISSN
	Past        []register.Membership
	MARC        []byte // nil if the record has none
}

func pack(r *register.Record) record {
	w := record{Head: r.Head, Replacement: r.Replacement, Past: r.Past}
	if r.MARC != nil {
		w.MARC = marc.AppendPacked(nil, r.MARC)
	}
	return w
}

func (w *record) unpack() (*register.Record, error) {
	r := &register.Record{Head: w.Head, Replacement: w.Replacement, Past: w.Past}
	r.Updated = r.Updated.UTC()
	if w.MARC == nil {
		return r, nil
	}
	var err error
	r.MARC, err = marc.Unpack(w.MARC)
	return r, err
}

func packAll(recs []*register.Record) []record {
	all := make([]record, len(recs))
	for i, r := range recs {
		all[i] = pack(r)
	}
	return all
}

func unpackAll(wire []record) ([]*register.Record, error) {
	recs := make([]*register.Record, len(wire))
	for i := range wire {
		var err error
		if recs[i], err = wire[i].unpack(); err != nil {
			return nil, err
		}
	}
	return recs, nil
}

// Page asks for a page of records.
type Page struct {
	From      uint64
	Selection register.Selection
	Limit     int
}

// Reply carries a value or what went wrong. It and the other types of the wire
// are exported because package rpc wants them so.
type Reply[T any] struct {
	Value T
	Fault fault
}

// fault is an error on the wire. Errors that callers tell apart keep their
// identity.
type fault struct {
	Text  string // "" is no error
	Known int    // place in known, from 1; 0 is none of them
}

var known = []error{
	register.ErrNotFound, register.ErrInvalid, ErrNoJob, context.Canceled, context.DeadlineExceeded,
	syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG, ErrBusy,
}

func faultOf(err error) fault {
	if err == nil {
		return fault{}
	}
	for i, k := range known {
		if errors.Is(err, k) {
			return fault{err.Error(), i + 1}
		}
	}
	return fault{Text: err.Error()}
}

func (f fault) err() error {
	switch {
	case f.Text == "":
		return nil
	case f.Known > 0 && f.Known <= len(known):
		return &remoteError{f.Text, known[f.Known-1]}
	}
	return errors.New(f.Text)
}

// remoteError is an error of the server with the text that it had there.
type remoteError struct {
	text string
	is   error
}

func (e *remoteError) Error() string { return e.text }
func (e *remoteError) Unwrap() error { return e.is }
