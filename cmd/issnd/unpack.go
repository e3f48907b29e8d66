package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// unpackCopy writes a copy, which may be compressed, to a file, which is on disk
// at the end. What an interrupted restore left there is overwritten.
func unpackCopy(ctx context.Context, file, to string) error {
	in, err := openLocked(file)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := removed(to); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640) // as a store has it
	if err != nil {
		return err
	}
	if err := errors.Join(unpack(ctx, in, out), out.Close()); err != nil {
		return errors.Join(err, removed(to))
	}
	return nil
}

// unpackBeside gives the name of a store that can be opened: that of a copy or, where
// this is compressed, of a file beside it that has its content. The function removes
// what was made.
func unpackBeside(ctx context.Context, file string) (path string, remove func() error, err error) {
	in, err := os.Open(file)
	if err != nil {
		return "", nil, err
	}
	defer in.Close()
	if packed, err := isGzip(in); err != nil || !packed {
		return file, func() error { return nil }, err
	}
	elsewhere := func(err error) error {
		return fmt.Errorf("%s cannot be unpacked beside itself: unpack it where there is room, and check that: %w", file, err)
	}
	out, err := createCopy(filepath.Dir(file))
	if err != nil {
		return "", nil, elsewhere(err)
	}
	remove = func() error { return errors.Join(out.Close(), removed(out.Name())) }
	if err := unpack(ctx, in, out); err != nil {
		var at *fs.PathError
		if errors.As(err, &at) && at.Path == out.Name() {
			err = elsewhere(err)
		}
		return "", nil, errors.Join(err, remove())
	}
	return out.Name(), remove, nil
}

// unpack writes a copy, which may be compressed, to a file, which is on disk at the
// end.
func unpack(ctx context.Context, in, out *os.File) error {
	var body io.Reader = in
	packed, err := isGzip(in)
	if err == nil && packed {
		body, err = gzip.NewReader(in)
	}
	if err != nil {
		return fmt.Errorf("copying %s: %w", in.Name(), err)
	}
	n, err := io.Copy(out, &contextReader{ctx, body})
	if err != nil {
		return fmt.Errorf("copying %s: %w", in.Name(), err)
	}
	if n == 0 {
		return fmt.Errorf("%s is empty", in.Name()) // and would be opened as a new store
	}
	return out.Sync()
}

// isGzip reports whether a file is compressed by gzip.
func isGzip(f *os.File) (bool, error) {
	var magic [2]byte
	if n, err := f.ReadAt(magic[:], 0); err != nil && n < len(magic) && err != io.EOF {
		return false, err
	}
	return magic == [2]byte{0x1f, 0x8b}, nil
}

// contextReader ends with the error of its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
