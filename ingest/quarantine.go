package ingest

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Quarantine keeps what is not imported. It is a file of JSON lines, one for
// each record: where it stood, the rule that refused it, the reason, and its
// bytes in base64. The bytes of ISO 2709 records also go, one after the other,
// into a file beside it with the ending .mrc, to be mended and imported.
// Neither file is made before there is something to put into it.
type Quarantine struct {
	path       string
	lines, raw quarantineFile
}

// NewQuarantine is the quarantine at path. What an earlier import left there
// is removed.
func NewQuarantine(path string) (*Quarantine, error) {
	q := &Quarantine{path: path}
	q.lines.path = path
	q.raw.path = strings.TrimSuffix(path, filepath.Ext(path)) + ".mrc"
	if q.raw.path == path {
		q.raw.path += ".mrc"
	}
	for _, p := range []string{q.lines.path, q.raw.path} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return q, nil
}

// Path is where the JSON lines are.
func (q *Quarantine) Path() string { return q.path }

// entry is one line.
type entry struct {
	File   string `json:"file"`
	Number int    `json:"number"`
	Offset int64  `json:"offset"`
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
	Raw    []byte `json:"raw"`
}

// put writes records to disk.
func (q *Quarantine) put(list []rejected) error {
	for i := range list {
		r := &list[i]
		line, err := json.Marshal(entry{r.file, r.position.Number, r.position.Offset, r.rule, r.reason, r.raw})
		if err != nil {
			return err
		}
		if err := q.lines.write(append(line, '\n')); err != nil {
			return err
		}
		if len(r.raw) > 0 && r.raw[0] != '<' {
			if err := q.raw.write(r.raw); err != nil {
				return err
			}
		}
	}
	return errors.Join(q.lines.sync(), q.raw.sync())
}

// Close closes the files.
func (q *Quarantine) Close() error { return errors.Join(q.lines.close(), q.raw.close()) }

// quarantineFile is a file that the first write makes, with its directory.
type quarantineFile struct {
	path string
	f    *os.File
	w    *bufio.Writer
}

func (q *quarantineFile) write(p []byte) (err error) {
	if q.f == nil {
		if err := os.MkdirAll(filepath.Dir(q.path), 0o750); err != nil {
			return err
		}
		// Refused records are whole, with what the public does not see.
		if q.f, err = os.OpenFile(q.path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o640); err != nil {
			return err
		}
		q.w = bufio.NewWriter(q.f)
	}
	_, err = q.w.Write(p)
	return err
}

func (q *quarantineFile) sync() error {
	if q.f == nil {
		return nil
	}
	if err := q.w.Flush(); err != nil {
		return err
	}
	return q.f.Sync()
}

func (q *quarantineFile) close() error {
	if q.f == nil {
		return nil
	}
	return errors.Join(q.w.Flush(), q.f.Close())
}
