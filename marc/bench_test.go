package marc

import (
	"bytes"
	"io"
	"os"
	"testing"
)

func TestSpeedFile(t *testing.T) {}

func BenchmarkFile(b *testing.B) {
	data, err := os.ReadFile("/work/shared/corpus/serials.mrc")
	if err != nil {
		b.Skip()
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r := NewISO2709Reader(bytes.NewReader(data), Options{})
		for {
			_, err := r.Next()
			if err == io.EOF {
				break
			}
		}
	}
}
