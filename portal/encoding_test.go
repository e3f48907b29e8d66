package portal

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"issnd/internal/gzipped"
)

func TestCompress(t *testing.T) {
	long := []byte(strings.Repeat("a text that is long enough ", 100))
	if got := compress(long); !compressed(got) || len(got) >= len(long) {
		t.Errorf("%d bytes became %d", len(long), len(got))
	}
	for name, body := range map[string][]byte{"empty": nil, "short": long[:gzipped.Worth-1]} {
		if got := compress(body); !bytes.Equal(got, body) {
			t.Errorf("%s: %d bytes became %d", name, len(body), len(got))
		}
	}
	noise := make([]byte, 4<<10)
	for i, x := 0, uint32(1); i < len(noise); i++ {
		x = x*1664525 + 1013904223
		noise[i] = byte(x >> 24)
	}
	if got := compress(noise); !bytes.Equal(got, noise) {
		t.Errorf("what cannot be compressed became %d bytes", len(got))
	}
}

// TestCompressAtOnce: pooled writers do not mix what several requests write.
func TestCompressAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	for c := range byte(8) {
		wg.Go(func() {
			body := bytes.Repeat([]byte{'a' + c, 'x'}, 2000)
			want := compress(body)
			for range 50 {
				if !bytes.Equal(compress(body), want) {
					t.Error("another result")
				}
			}
		})
	}
	wg.Wait()
}
