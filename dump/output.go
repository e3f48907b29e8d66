package dump

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
)

// output is a file of a dump that is being written.
type output struct {
	kind *Kind
	file *os.File
	hash hash.Hash
	info File
}

func create(dir string, k *Kind) (*output, error) {
	name := k.File + ".gz"
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	return &output{k, f, sha256.New(), File{Name: name, Format: k.Name, Title: k.Title, MediaType: k.MediaType}}, nil
}

// write appends gzip members that hold size bytes.
func (o *output) write(members []byte, size int64) error {
	o.hash.Write(members)
	o.info.Size += int64(len(members))
	o.info.Uncompressed += size
	if _, err := o.file.Write(members); err != nil {
		return fmt.Errorf("write %s: %w", o.info.Name, cause(err))
	}
	return nil
}

// text appends a member for what stands between records.
func (o *output) text(c *compressor, s string) error {
	if s == "" {
		return nil
	}
	return o.write(c.member(s, o.kind.level), int64(len(s)))
}

// add appends what became of a block of records.
func (o *output) add(c *compressor, p *part) error {
	for _, id := range p.omitted {
		o.info.Omitted = append(o.info.Omitted, id.String())
	}
	if p.records == 0 {
		return nil
	}
	if o.info.Records > 0 {
		if err := o.text(c, o.kind.separator); err != nil {
			return err
		}
	}
	o.info.Records += p.records
	return o.write(p.members, p.size)
}

// finish puts the file on disk.
func (o *output) finish(c *compressor) (File, error) {
	err := o.text(c, o.kind.tail)
	if err == nil {
		err = cause(o.file.Sync())
	}
	o.info.SHA256 = hex.EncodeToString(o.hash.Sum(nil))
	return o.info, errors.Join(err, cause(o.close()))
}

func (o *output) close() error {
	if o.file == nil {
		return nil
	}
	err := o.file.Close()
	o.file = nil
	return err
}

// cause is an error of a file without the path of the unfinished dump, which
// says nothing to people.
func cause(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// writeSynced writes a small file and puts it on disk.
func writeSynced(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
