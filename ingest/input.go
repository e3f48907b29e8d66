package ingest

import (
	"io"
	"os"
	"sync/atomic"
)

// Input is one stream of records: ISO 2709 or MARCXML, plain or gzipped.
type Input struct {
	Name string // by which reports name it
	Size int64  // bytes, 0 if it is not known
	Open func() (io.ReadCloser, error)
}

// File is the input of a file. The error is that of a file that is not there
// or that is a directory.
func File(path string) (Input, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Input{}, err
	}
	if info.IsDir() {
		return Input{}, &os.PathError{Op: "import", Path: path, Err: errDirectory}
	}
	in := Input{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	if info.Mode().IsRegular() {
		in.Size = info.Size()
	}
	return in, nil
}

type constError string

func (e constError) Error() string { return string(e) }

const errDirectory constError = "is a directory"

// Stream is the input of a stream that is open already. It is not closed.
func Stream(name string, r io.Reader) Input {
	return Input{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }}
}

// totalSize is the number of bytes of all inputs, 0 if it is not known.
func totalSize(inputs []Input) (n int64) {
	for _, in := range inputs {
		if in.Size == 0 {
			return 0
		}
		n += in.Size
	}
	return n
}

// counter counts the bytes that pass through it.
type counter struct {
	r io.Reader
	n *atomic.Int64
}

func (c counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}
