package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// command runs a program to its end and fails with what it said.
func (b *bench) command(out io.Writer, name string, args ...string) error {
	c := exec.CommandContext(b.ctx, name, args...)
	var said bytes.Buffer
	c.Stdout, c.Stderr = out, &said
	if err := c.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, bytes.TrimSpace(said.Bytes()))
	}
	return nil
}

// timed is the wall time in seconds of a program.
func (b *bench) timed(name string, args ...string) (float64, error) {
	start := time.Now()
	err := b.command(nil, name, args...)
	return time.Since(start).Seconds(), err
}

func median(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	return s[len(s)/2]
}

// alternate runs two measurements in turns, so that both meet the same noise,
// and gives the median of each.
func (b *bench) alternate(ours, theirs func() (float64, error)) (float64, float64, error) {
	var a, z []float64
	for range b.runs {
		x, err := ours()
		if err != nil {
			return 0, 0, err
		}
		y, err := theirs()
		if err != nil {
			return 0, 0, err
		}
		a, z = append(a, x), append(z, y)
	}
	return median(a), median(z), nil
}

func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// treeSize is the bytes of the files under a directory that the disk holds.
func treeSize(dir string) (total int64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				total += info.Size()
			}
		}
		return nil
	})
	return total
}
