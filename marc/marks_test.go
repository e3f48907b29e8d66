package marc

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The marks are what a look at each byte finds, whatever the bytes are and
// whatever was found before.
func TestMarks(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var got marks
	for n := range 300 {
		for _, most := range []int{0x22, 0x80, 0x100} {
			b := make([]byte, n)
			var want marks
			ascii := true
			for i := range b {
				b[i] = byte(random.IntN(most))
				if b[i] < ' ' {
					want = append(want, uint32(i))
				}
				ascii = ascii && b[i] < 0x80
			}
			if is := got.find(b); is != ascii {
				t.Errorf("%q is ASCII: %v", b, is)
			}
			if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("%q (-want +got):\n%s", b, d)
			}
		}
	}
}
