package oaipmh

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strings"
	"time"
)

// token is what a resumptionToken says: the list that it goes on with, and
// where. Nothing is kept on the server, so a token can be used again, by
// several harvesters and after a restart, until it expires.
type token struct {
	prefix  string // metadataPrefix, "" in a list of sets
	set     string // setSpec, "" for all; in a list of sets the last one given
	after   uint64 // the sequence number that the page comes after
	through uint64 // the last one of the list, frozen when it began
	branch  string // of that change (register.Store.Branch)
	cursor  uint64 // how many were given before
	size    uint64 // how many the list had when it began
	hour    uint64 // when it expires, in hours of Unix time
}

// purpose is what a token is bound to besides what it says: the verb, the
// store, and the tier of the viewer.
type purpose struct{ verb, store, tier string }

const (
	tokenVersion = 2
	macLength    = 16
)

var (
	errTokenForged  = errors.New("not a resumptionToken of this list")
	errTokenExpired = errors.New("the resumptionToken has expired; start the list again")
	errTokenLost    = errors.New("the register was put back to an earlier state since the list began; start it again")
)

var tokenEncoding = base64.RawURLEncoding.Strict()

// expiry is when the token expires.
func (t *token) expiry() time.Time { return time.Unix(int64(t.hour)*3600, 0).UTC() }

// expiresAfter gives a token a lifetime, rounded up to whole hours, so that
// the same page has the same token for some time.
func (t *token) expiresAfter(at time.Time) { t.hour = uint64(at.Unix()+3599) / 3600 }

// seal signs a token. The result has only characters that need no encoding in
// a URL.
func (k *Key) seal(t *token, p purpose) string {
	b := make([]byte, macLength, 112)
	b = append(b, tokenVersion)
	for _, n := range [...]uint64{t.after, t.through, t.cursor, t.size, t.hour} {
		b = binary.AppendUvarint(b, n)
	}
	for _, s := range [...]string{t.branch, t.prefix, t.set} {
		b = appendString(b, s)
	}
	k.sum(b[:0], b[macLength:], p)
	return tokenEncoding.EncodeToString(b)
}

// open reads a token that was sealed for the same purpose, if it has not
// expired. Its errors are for people.
func (k *Key) open(s string, p purpose, now time.Time) (token, error) {
	b, err := tokenEncoding.DecodeString(s)
	if err != nil || strings.ContainsAny(s, "\r\n") || // which the decoder passes over
		len(b) <= macLength || !hmac.Equal(b[:macLength], k.sum(nil, b[macLength:], p)) {
		return token{}, errTokenForged
	}
	t, ok := decodeToken(b[macLength:])
	if !ok {
		return token{}, errTokenForged
	}
	if !now.Before(t.expiry()) {
		return token{}, errTokenExpired
	}
	return t, nil
}

func decodeToken(b []byte) (t token, ok bool) {
	if b[0] != tokenVersion {
		return token{}, false
	}
	b = b[1:]
	for _, n := range [...]*uint64{&t.after, &t.through, &t.cursor, &t.size, &t.hour} {
		if *n, b, ok = cutNumber(b); !ok {
			return token{}, false
		}
	}
	for _, s := range [...]*string{&t.branch, &t.prefix, &t.set} {
		if *s, b, ok = cutString(b); !ok {
			return token{}, false
		}
	}
	return t, len(b) == 0
}

// sum appends the message authentication code of a payload.
func (k *Key) sum(dst, payload []byte, p purpose) []byte {
	h := hmac.New(sha256.New, k[:])
	var b []byte
	for _, s := range [...]string{p.verb, p.store, p.tier} {
		b = appendString(b, s)
	}
	h.Write(b)
	h.Write(payload)
	var full [sha256.Size]byte
	return append(dst, h.Sum(full[:0])[:macLength]...)
}

func appendString(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

func cutNumber(b []byte) (uint64, []byte, bool) {
	n, size := binary.Uvarint(b)
	if size <= 0 {
		return 0, nil, false
	}
	return n, b[size:], true
}

func cutString(b []byte) (string, []byte, bool) {
	n, b, ok := cutNumber(b)
	if !ok || n > uint64(len(b)) {
		return "", nil, false
	}
	return string(b[:n]), b[n:], true
}
