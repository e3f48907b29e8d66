package oaipmh

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Key signs resumption tokens. Servers with the same key and register go on
// with each other's lists.
type Key [32]byte

// NewKey is a random key.
func NewKey() (k Key) {
	rand.Read(k[:])
	return k
}

// LoadKey reads the key in a file, which holds 64 hexadecimal digits. Where
// there is no such file it makes one, that only its owner can read; of several
// processes that do so at once all get the same key.
func LoadKey(path string) (Key, error) {
	k, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if err := createKey(path, NewKey()); err != nil && !errors.Is(err, fs.ErrExist) {
		return Key{}, fmt.Errorf("make the key of resumption tokens: %w", err)
	}
	return readKey(path)
}

func readKey(path string) (k Key, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Key{}, fmt.Errorf("read the key of resumption tokens: %w", err)
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(b) != len(k) {
		return Key{}, fmt.Errorf("%s: not a key of %d hexadecimal digits", path, 2*len(k))
	}
	return Key(b), nil
}

// createKey writes the file under another name and links it, so that nobody
// ever reads half a key or replaces one.
func createKey(path string, k Key) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(hex.EncodeToString(k[:]) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), path)
}
