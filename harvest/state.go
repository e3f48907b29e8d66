package harvest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"issnd/register"
)

// State is what is kept between two harvests of one list, as JSON.
type State struct {
	URL    string `json:"url"`
	Prefix string `json:"prefix"`
	Set    string `json:"set,omitempty"`

	// Store, Branch and Seq are the position of the store when the state was
	// written (register.Position). The state says nothing of another store, nor of
	// one that was put back to an earlier state.
	Store  string `json:"store"`
	Branch string `json:"branch,omitempty"`
	Seq    uint64 `json:"seq"`

	// Last is the responseDate of the first answer of the last harvest that was
	// completed; zero if there was none.
	Last    time.Time `json:"last,omitzero"`
	Current *Current  `json:"current,omitempty"`
}

// Current is a harvest that is not complete yet.
type Current struct {
	From    string    `json:"from,omitempty"`   // as it was asked for; "" is everything
	First   time.Time `json:"first"`            // responseDate of the first answer
	Token   string    `json:"token"`            // of the next page
	Expires time.Time `json:"expires,omitzero"` // of the token; zero if it is not known
	Pages   uint64    `json:"pages"`            // that are in the register
	Records uint64    `json:"records"`          // on them
	Size    uint64    `json:"size"`             // of the list, 0 if the provider has not said
}

func (s *State) position() register.Position {
	return register.Position{Store: s.Store, Branch: s.Branch, Seq: s.Seq}
}

func (s *State) at(p register.Position) { s.Store, s.Branch, s.Seq = p.Store, p.Branch, p.Seq }

// StatePath is the file of the state in a directory.
func StatePath(dir, url, prefix, set string) string {
	h := sha256.Sum256([]byte(url + "\x00" + set + "\x00" + prefix))
	return filepath.Join(dir, hex.EncodeToString(h[:8])+".json")
}

// readState reads a state. One that is not there is empty.
func readState(path string) (State, error) {
	var s State
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("%s: %w; remove it to harvest everything", path, err)
	}
	return s, nil
}

// write replaces the file at once.
func (s *State) write(path string) (err error) {
	data, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".state-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(tmp.Name())
		}
	}()
	_, err = tmp.Write(append(data, '\n'))
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
