// Package account knows who may see more of the register than the public: it
// keeps the API keys of accounts in a file and turns a key into a viewer.
//
// The file holds the SHA-256 hashes of the keys and not the keys. A key has
// 256 random bits, so a plain hash cannot be reversed by guessing.
//
//	[[key]]
//	hash = "sha256:9f86d0…"
//	name = "Example Library"
//	tier = "complete"
//	created = 2025-01-31T12:00:00Z
package account

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"time"

	"issnd/register"
)

// Prefix starts every key, so that a key that leaks is recognised as one.
const Prefix = "issnd_"

// Key is what is known of one API key. Several keys may be of one account.
type Key struct {
	Hash    [sha256.Size]byte
	Name    string        // of the account
	Tier    register.Tier // how much of the register it opens
	Created time.Time     // UTC, whole seconds
}

// idLength is the number of bytes of the hash that name a key.
const idLength = 6

// ID names the key to people: the first twelve digits of its hash.
func (k *Key) ID() string { return hex.EncodeToString(k.Hash[:idLength]) }

// Keys is the content of a file of keys. The zero Keys holds none.
type Keys struct{ list []Key }

// All yields the keys in the order of the file.
func (ks *Keys) All() func(yield func(*Key) bool) {
	return func(yield func(*Key) bool) {
		for i := range ks.list {
			if !yield(&ks.list[i]) {
				return
			}
		}
	}
}

// longestKey is far more than any key has; to hash what is longer is work that
// anyone could ask for.
const longestKey = 256

// Viewer is the one whom the key belongs to, or false if it is not a key of
// the file. The time it takes does not depend on whether there is such a key.
func (ks *Keys) Viewer(key string) (register.Viewer, bool) {
	if len(key) > longestKey {
		return register.Viewer{}, false
	}
	hash := sha256.Sum256([]byte(key))
	found := -1
	for i := range ks.list {
		found = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(hash[:], ks.list[i].Hash[:]), i, found)
	}
	if found < 0 {
		return register.Viewer{}, false
	}
	return register.NewViewer(ks.list[found].Name, ks.list[found].Tier), true
}
