package main

import (
	"errors"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"issnd/marc"
)

// decode compares reading ISO 2709 into the record model, on one core, with
// yaz-marcdump -n, which reads and prints nothing.
func (b *bench) decode() error {
	ours, theirs, err := b.alternate(b.readAll, func() (float64, error) {
		return b.timed("yaz-marcdump", "-n", b.records())
	})
	if err != nil {
		return err
	}
	b.atLeast("decode ISO 2709: speed of yaz-marcdump -n", theirs/ours, 1)
	return nil
}

func (b *bench) readAll() (float64, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as issnd itself sets it
	f, err := os.Open(b.records())
	if err != nil {
		return 0, err
	}
	defer f.Close()
	start := time.Now()
	r, err := marc.NewReader(f)
	if err != nil {
		return 0, err
	}
	for {
		if _, err := r.Next(); errors.Is(err, io.EOF) {
			return time.Since(start).Seconds(), nil
		} else if err != nil {
			return 0, err
		}
	}
}
