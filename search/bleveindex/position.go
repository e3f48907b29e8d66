package bleveindex

import (
	"encoding/binary"
	"fmt"
	"strings"

	"issnd/search"
)

// The keys under which scorch keeps what is not documents.
const (
	keyVersion  = "issnd.version"
	keyPosition = "issnd.position"
)

// appendPosition appends the sequence number in eight bytes, the store and,
// unless it is empty, NUL and the branch.
func appendPosition(dst []byte, p search.Position) []byte {
	dst = append(binary.BigEndian.AppendUint64(dst, p.Seq), p.Store...)
	if p.Branch != "" {
		dst = append(append(dst, 0), p.Branch...)
	}
	return dst
}

func parsePosition(b []byte) (search.Position, error) {
	if len(b) < 8 {
		return search.Position{}, fmt.Errorf("%w: it has no position", ErrCorrupt)
	}
	store, branch, _ := strings.Cut(string(b[8:]), "\x00")
	return search.Position{Store: store, Branch: branch, Seq: binary.BigEndian.Uint64(b)}, nil
}
