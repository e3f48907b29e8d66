package bleveindex

import (
	"encoding/binary"
	"fmt"

	"issnd/search"
)

// The keys under which scorch keeps what is not documents.
const (
	keyVersion  = "issnd.version"
	keyPosition = "issnd.position"
)

// appendPosition appends the sequence number in eight bytes and the store.
func appendPosition(dst []byte, p search.Position) []byte {
	return append(binary.BigEndian.AppendUint64(dst, p.Seq), p.Store...)
}

func parsePosition(b []byte) (search.Position, error) {
	if len(b) < 8 {
		return search.Position{}, fmt.Errorf("%w: it has no position", ErrCorrupt)
	}
	return search.Position{Seq: binary.BigEndian.Uint64(b), Store: string(b[8:])}, nil
}
