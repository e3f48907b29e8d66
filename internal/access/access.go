// Package access is who asks, and carries what a handler knows of the answer that
// it gives to whoever counts and logs requests, beside the response and without a
// word of it to the client.
package access

import (
	"net/http"

	"issnd/register"
)

// FailureKey is the key in the router's context under which a handler leaves an
// error that it has answered without detail, to be logged.
const FailureKey = "failure"

// ViewerOf tells on whose behalf a request with the header is made. Its error is
// answered 401.
type ViewerOf func(http.Header) (register.Viewer, error)

// Note is what is known of one request. The zero Note is that of the public
// which gets something that is in no format and in no cache.
type Note struct {
	Format  string // name of the format of the answer, "" where there is none
	Account string // whose key the request has, "" for the public
	Tier    register.Tier
	Cache   Cache
	Failed  bool // an error of the program is in the log
}

// By notes on whose behalf the request is made. A nil Note takes nothing.
func (n *Note) By(v register.Viewer) {
	if n != nil {
		n.Account, n.Tier = v.Account(), v.Tier(&register.Head{})
	}
}

// In notes the format of the answer and what the cache did for it.
func (n *Note) In(format string, c Cache) {
	if n != nil {
		n.Format, n.Cache = format, c
	}
}

// Fail notes that the answer is not what was asked for, by no fault of the client.
func (n *Note) Fail() {
	if n != nil {
		n.Failed = true
	}
}

// Cache is what a cache did for an answer.
type Cache uint8

// What a cache can do.
const (
	Unused Cache = iota // it was not asked
	Miss
	Hit
)

// String is the word of the log, "" for Unused.
func (c Cache) String() string { return [...]string{"", "miss", "hit"}[c] }

// Writer is a response with its note.
type Writer struct {
	http.ResponseWriter
	Note Note
}

// Unwrap is for http.ResponseController.
func (w *Writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Of is the note of a response; nil where nobody wants one.
func Of(w http.ResponseWriter) *Note {
	for {
		switch t := w.(type) {
		case *Writer:
			return &t.Note
		case interface{ Unwrap() http.ResponseWriter }:
			w = t.Unwrap()
		default:
			return nil
		}
	}
}
