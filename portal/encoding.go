package portal

import "issnd/internal/gzipped"

// gzipMark ends the variant, and so the entity tag, of what a client gets that
// takes gzip: other bytes are another representation (RFC 9110 §8.8.3.3).
const gzipMark = "+gzip"

// compress is the body in the gzip coding, or the body itself where that would
// gain nothing.
func compress(body []byte) []byte {
	if len(body) < gzipped.Worth {
		return body
	}
	if out := gzipped.Append(make([]byte, 0, len(body)/3), body); len(out) < len(body) {
		return out
	}
	return body
}

// compressed reports whether a body is in the gzip coding. No format of ours
// begins with the two bytes that gzip does (RFC 1952 §2.3.1).
func compressed(body []byte) bool {
	return len(body) > 2 && body[0] == 0x1f && body[1] == 0x8b
}
