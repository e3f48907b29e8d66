package dump

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"issnd/register"
)

// Manifest says what a dump has. Dumps of the same position have the same
// manifest: it does not tell when it was made.
type Manifest struct {
	Version   int      `json:"version"` // of this form, 1
	Name      string   `json:"name"`    // of the dump and its directory
	Tier      string   `json:"tier"`    // "released" or "complete"
	Position  Position `json:"position"`
	Since     *Link    `json:"since,omitempty"` // nil if the dump is full
	Licence   Licence  `json:"licence"`
	Base      string   `json:"base"`      // that the IRIs of all resources start with
	Records   uint64   `json:"records"`   // in the dump
	Deletions uint64   `json:"deletions"` // in the table of deletions
	Files     []File   `json:"files"`
}

// Position is a place in the change log of a store.
type Position struct {
	Store     string    `json:"store"`            // its random identity
	Branch    string    `json:"branch,omitempty"` // of that change: register.Store.Branch
	Seq       uint64    `json:"seq"`
	Datestamp time.Time `json:"datestamp"` // of the change with that number; year 1 if there is none
}

// place is the position without its date.
func (p *Position) place() register.Position {
	return register.Position{Store: p.Store, Branch: p.Branch, Seq: p.Seq}
}

// compare orders positions by their time, and those of one time as they are in
// the log.
func (p *Position) compare(q *Position) int {
	return cmp.Or(p.Datestamp.Compare(q.Datestamp), cmp.Compare(p.Seq, q.Seq))
}

// Link is the dump that a dump of changes goes on from.
type Link struct {
	Name     string   `json:"name"`
	Position Position `json:"position"`
	SHA256   string   `json:"sha256"` // of its manifest
}

// Licence is that of the data. It is empty where nothing is said.
type Licence struct {
	URL  string `json:"url,omitempty"`
	Name string `json:"name,omitempty"`
}

// File is one file of a dump.
type File struct {
	Name         string   `json:"name"`
	Format       string   `json:"format"`
	Title        string   `json:"title"`
	MediaType    string   `json:"mediaType"` // of what gunzip gives
	Size         int64    `json:"size"`      // bytes of the file
	Uncompressed int64    `json:"uncompressed"`
	Records      uint64   `json:"records"`           // or rows of a table
	Omitted      []string `json:"omitted,omitempty"` // ISSNs of records that the format cannot express
	SHA256       string   `json:"sha256"`
}

// Names of the files about a dump.
const (
	manifestName = "manifest.json"
	sumsName     = "SHA256SUMS"
)

// name is that of the dump of a position: its day and sequence number, and
// where the changes in it begin.
func name(p Position, since *Link) string {
	n := fmt.Sprintf("%s-%d", p.Datestamp.UTC().Format("20060102"), p.Seq)
	if since != nil {
		return fmt.Sprintf("%s-since-%d", n, since.Position.Seq)
	}
	return n + "-full"
}

func (m *Manifest) encode() ([]byte, error) {
	out, err := json.MarshalIndent(m, "", "  ")
	return append(out, '\n'), err
}

// sums is the list that sha256sum -c reads, with the manifest.
func (m *Manifest) sums(manifest []byte) []byte {
	var b bytes.Buffer
	for _, f := range m.Files {
		fmt.Fprintf(&b, "%s  %s\n", f.SHA256, f.Name)
	}
	fmt.Fprintf(&b, "%s  %s\n", sum(manifest), manifestName)
	return b.Bytes()
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// readManifest reads that of the dump in a directory, with its sum.
func readManifest(dir string) (*Manifest, string, error) {
	path := filepath.Join(dir, manifestName)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, "", err
	}
	m := &Manifest{}
	if err := json.Unmarshal(data, m); err != nil {
		return nil, "", fmt.Errorf("%s: %w", path, err)
	}
	if m.Version != 1 || m.Name != filepath.Base(dir) {
		return nil, "", fmt.Errorf("%s: not the manifest of this dump in version 1", path)
	}
	return m, sum(data), nil
}

// tierName is the name of the directory of a tier. Only those that may be
// dumped have one.
func tierName(t register.Tier) (string, bool) {
	return t.String(), t == register.Released || t == register.Complete
}
