package sru

import "issnd/internal/gzipped"

// compress is the body in the gzip coding, nil where that would gain nothing.
func compress(body []byte) []byte {
	if len(body) < gzipped.Worth {
		return nil
	}
	if out := gzipped.Append(make([]byte, 0, len(body)/3), body); len(out) < len(body) {
		return out
	}
	return nil
}
