package account

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/BurntSushi/toml"

	"issnd/internal/disk"
	"issnd/register"
)

// file is the TOML document.
type file struct {
	Key []entry `toml:"key"`
}

type entry struct {
	Hash    string    `toml:"hash"`
	Name    string    `toml:"name"`
	Tier    string    `toml:"tier"`
	Created time.Time `toml:"created"`
}

const hashPrefix = "sha256:"

// Load reads a file of keys. An entry that is not whole, a key that the format
// does not have and a hash that occurs twice are errors.
func Load(path string) (*Keys, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the keys: %w", err)
	}
	ks, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return ks, nil
}

func parse(data []byte) (*Keys, error) {
	var f file
	meta, err := toml.Decode(string(data), &f)
	if err != nil {
		return nil, err
	}
	if un := meta.Undecoded(); len(un) > 0 {
		return nil, fmt.Errorf("unknown key %q", un[0])
	}
	ks, seen := &Keys{}, map[[sha256.Size]byte]bool{}
	for i, e := range f.Key {
		k, err := e.key()
		if err == nil && seen[k.Hash] {
			err = errors.New("the hash occurs twice")
		}
		if err != nil {
			return nil, fmt.Errorf("key %d: %w", i+1, err)
		}
		seen[k.Hash] = true
		ks.list = append(ks.list, k)
	}
	return ks, nil
}

func (e *entry) key() (Key, error) {
	k := Key{Name: e.Name, Created: e.Created.UTC()}
	digits, ok := strings.CutPrefix(e.Hash, hashPrefix)
	if n, err := hex.Decode(k.Hash[:], []byte(digits[:min(len(digits), 2*sha256.Size)])); !ok || err != nil || n != sha256.Size || len(digits) != 2*sha256.Size {
		return Key{}, fmt.Errorf("%q is not a SHA-256 hash", e.Hash)
	}
	if k.Tier, ok = register.ParseTier(e.Tier); !ok {
		return Key{}, fmt.Errorf("%q is not a tier", e.Tier)
	}
	return k, checkName(e.Name)
}

func checkName(name string) error {
	if strings.TrimSpace(name) != name || name == "" || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }) {
		return fmt.Errorf("%q cannot name an account", name)
	}
	return nil
}

// loadIfPresent is Load, but a file that is not there holds no keys.
func loadIfPresent(path string) (*Keys, error) {
	ks, err := Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &Keys{}, nil
	}
	return ks, err
}

// save replaces the file at once, so that a reader finds the old keys or the
// new ones, and lets nobody read it who could not before: a new file is for its
// owner alone.
func (ks *Keys) save(path string) error {
	var f file
	for k := range ks.All() {
		f.Key = append(f.Key, entry{hashPrefix + hex.EncodeToString(k.Hash[:]), k.Name, k.Tier.String(), k.Created})
	}
	var text bytes.Buffer
	enc := toml.NewEncoder(&text)
	enc.Indent = ""
	if err := enc.Encode(f); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".keys-*") // CreateTemp gives mode 0600
	if err != nil {
		return err
	}
	_, err = tmp.Write(text.Bytes())
	if err == nil {
		err = takeAccess(tmp, path)
	}
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return disk.SyncDir(filepath.Dir(path))
}

// takeAccess gives a file the owner, group and mode of the one that it is to
// replace, if there is one: the server may be another user than the one who
// changes its keys.
func takeAccess(f *os.File, path string) error {
	old, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	is := old.Sys().(*syscall.Stat_t)
	if err := f.Chown(int(is.Uid), int(is.Gid)); err != nil {
		return fmt.Errorf("%s stays as it was, as its owner and group cannot be kept: %w", path, err)
	}
	return f.Chmod(old.Mode().Perm()) // last: until here nobody else can read it
}
