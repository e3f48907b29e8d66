// Package field gives a response fields of its header in lent memory.
package field

import "net/http"

// Adder is a response that copies fields which it is given as bytes.
type Adder interface {
	// AddField adds a field to the header before it is written. The name is
	// canonical, and the header has no field of that name.
	AddField(name string, value []byte)
}

// Add adds a field to the header of a response, which has none of that name. The
// value may change as soon as Add returns: a response that is no Adder, nor a
// wrapper of one, gets a string.
func Add(w http.ResponseWriter, name string, value []byte) {
	for inner := w; ; {
		switch t := inner.(type) {
		case Adder:
			t.AddField(name, value)
			return
		case interface{ Unwrap() http.ResponseWriter }:
			inner = t.Unwrap()
		default:
			w.Header()[name] = []string{string(value)}
			return
		}
	}
}
