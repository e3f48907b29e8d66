package account

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"time"

	"issnd/register"
)

// Source is where new keys come from: randomness, usually crypto/rand.Reader,
// and the clock.
type Source struct {
	Rand io.Reader
	Now  func() time.Time
}

// keyBytes is the number of random bytes of a key.
const keyBytes = 32

// Add makes a key for the account, writes its hash to the file, which is made
// with mode 0600 when it is missing and else keeps its owner, group and mode, and
// returns the key. It is not kept anywhere: nobody can tell it later.
//
// Two processes that change one file at the same time may lose one change.
func Add(path, name string, t register.Tier, from Source) (string, error) {
	if err := checkName(name); err != nil {
		return "", err
	}
	ks, err := loadIfPresent(path)
	if err != nil {
		return "", err
	}
	random := make([]byte, keyBytes)
	if _, err := io.ReadFull(from.Rand, random); err != nil {
		return "", fmt.Errorf("make a key: %w", err)
	}
	key := Prefix + base64.RawURLEncoding.EncodeToString(random)
	ks.list = append(ks.list, Key{
		Hash:    sha256.Sum256([]byte(key)),
		Name:    name,
		Tier:    t,
		Created: from.Now().UTC().Truncate(time.Second),
	})
	if err := ks.save(path); err != nil {
		return "", fmt.Errorf("write the keys: %w", err)
	}
	return key, nil
}

// Revoke takes the keys out of the file for which the function is true and
// returns them. If there are none the file is left as it is.
func Revoke(path string, which func(*Key) bool) ([]Key, error) {
	ks, err := Load(path)
	if err != nil {
		return nil, err
	}
	var revoked []Key
	ks.list = slices.DeleteFunc(ks.list, func(k Key) bool {
		if which(&k) {
			revoked = append(revoked, k)
			return true
		}
		return false
	})
	if len(revoked) == 0 {
		return nil, nil
	}
	if err := ks.save(path); err != nil {
		return nil, fmt.Errorf("write the keys: %w", err)
	}
	return revoked, nil
}
