package marc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// DefaultMaxRecord is the limit on the bytes of one record when Options name
// none. Real records of several hundred kilobytes exist.
const DefaultMaxRecord = 8 << 20

// Options tune a reader. The zero Options are right for most uses.
type Options struct {
	MaxRecord int // bytes of one record; 0 means DefaultMaxRecord
}

func (o Options) maxRecord() int {
	if o.MaxRecord <= 0 {
		return DefaultMaxRecord
	}
	return max(o.MaxRecord, LeaderLength)
}

// NewISO2709Reader reads ISO 2709 records from r. It goes by the record
// terminators, not by the lengths, so one bad record does not hide the next;
// bytes between records are skipped and reported with the record after them.
func NewISO2709Reader(r io.Reader, o Options) Reader {
	return &isoReader{in: window{src: r, max: o.maxRecord()}, dec: decoder{slabs: new(slabs)}}
}

type isoReader struct {
	in     window
	dec    decoder
	number int
	final  error
}

func (r *isoReader) Next() (*Item, error) {
	if r.final != nil {
		return nil, r.final
	}
	r.in.release()
	junk := r.skipJunk()
	chunk, err := r.chunk()
	if err != nil {
		var bad *RecordError
		if !errors.As(err, &bad) {
			r.final = err
		}
		return nil, err
	}
	return r.decode(chunk, junk)
}

func (r *isoReader) decode(chunk []byte, junk int) (*Item, error) {
	if n := r.leaderInside(chunk); n > 0 {
		r.in.skip(n)
		chunk, junk = chunk[n:], junk+n
	}
	r.number++
	position := Position{Number: r.number, Offset: r.in.offset}
	r.in.keep(len(chunk))
	read := &r.dec.slabs.items.take(1, recordsAtOnce)[0]
	problems, bad := r.dec.decode(chunk, &read.record)
	if bad != nil {
		bad.Position = position
		return nil, bad
	}
	if junk > 0 {
		problems = append(problems, Problem{Code: ProblemJunk, Detail: fmt.Sprintf("%d bytes", junk)})
	}
	read.item = Item{Record: &read.record, Raw: chunk, Position: position, Problems: problems}
	return &read.item, nil
}

// leaderInside is the length of the junk before the record in chunk: what
// stands before a leader whose directory is sound, if chunk begins with none.
func (r *isoReader) leaderInside(chunk []byte) int {
	if looksLikeLeader(chunk) {
		return 0
	}
	n := findLeader(chunk)
	if n < 0 {
		return 0
	}
	problems, bad := r.dec.decode(chunk[n:], new(Record))
	for _, p := range problems {
		if p.Code == ProblemBase || p.Code == ProblemDirectory || p.Code == ProblemLength {
			return 0
		}
	}
	if bad != nil {
		return 0
	}
	return n
}

// skipJunk skips what files have between records: line ends, NUL, blanks, the
// end mark of CP/M, the byte order mark and lone record terminators. It returns the bytes skipped.
func (r *isoReader) skipJunk() int {
	skipped := 0
	for {
		if !r.in.more(3) && len(r.in.bytes()) == 0 {
			return skipped
		}
		b := r.in.bytes()
		if bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")) {
			r.in.skip(3)
			skipped += 3
			continue
		}
		switch b[0] {
		case '\r', '\n', '\t', 0, 0x1A, recordTerminator:
		case ' ':
			// Five blanks and a letter may be a leader whose length is blank.
			if r.in.more(6); blankLength(r.in.bytes()) {
				return skipped
			}
		default:
			return skipped
		}
		r.in.skip(1)
		skipped++
	}
}

func blankLength(b []byte) bool {
	return len(b) > 5 && bytes.HasPrefix(b, []byte("     ")) && alphanumeric(b[5]) && (b[5] < '0' || b[5] > '9')
}

// chunk is the next record with its terminator, as yet unread. At the end of
// the input the terminator may be missing.
func (r *isoReader) chunk() ([]byte, error) {
	searched := 0
	for {
		b := r.in.bytes()
		n := bytes.IndexByte(b[searched:], recordTerminator)
		if n >= 0 && searched+n < r.in.max {
			return r.cut(searched + n + 1), nil
		}
		searched = len(b)
		if n >= 0 || searched >= r.in.max {
			return nil, r.tooLarge()
		}
		if !r.in.more(searched + 1) {
			break
		}
	}
	if r.in.err != io.EOF {
		return nil, r.in.err
	}
	if searched == 0 {
		return nil, io.EOF
	}
	n := searched
	if trimmed := bytes.TrimRight(r.in.bytes(), fillers); bytes.HasSuffix(trimmed, []byte{fieldTerminator}) {
		n = len(trimmed)
	}
	return r.cut(n), nil
}

// cut takes the leader's word where the next terminator is not the end: when
// the terminator is inside a field, or missing between two records.
func (r *isoReader) cut(n int) []byte {
	b := r.in.bytes()
	length, ok := digits(b[:min(5, n)])
	if !ok || length == n || length <= LeaderLength || length > r.in.max {
		return b[:n]
	}
	if length > n && n >= 2 && b[n-1] == recordTerminator && b[n-2] != fieldTerminator {
		if r.in.more(length) {
			b = r.in.bytes()
			if b[length-1] == recordTerminator && b[length-2] == fieldTerminator {
				return b[:length]
			}
		}
	}
	if length < n && b[length-2] == fieldTerminator &&
		looksLikeLeader(bytes.TrimLeft(b[length-1:n], fillers)) {
		return b[:length-1]
	}
	return b[:n]
}

// tooLarge skips to the end of a record that is longer than the limit.
func (r *isoReader) tooLarge() error {
	r.number++
	bad := recordError(ErrorTooLarge, fmt.Sprintf("no record terminator within %d bytes", r.in.max), r.in.bytes())
	bad.Position = Position{Number: r.number, Offset: r.in.offset}
	for {
		b := r.in.bytes()
		if n := bytes.IndexByte(b, recordTerminator); n >= 0 {
			r.in.skip(n + 1)
			return bad
		}
		r.in.skip(len(b))
		if !r.in.more(1) {
			return bad
		}
	}
}

// fillers are bytes that stand between records.
const fillers = "\r\n \t\x00\x1A"

// looksLikeLeader reports whether b begins as records do: a length, a status,
// a type, and a base address at its place.
func looksLikeLeader(b []byte) bool {
	if len(b) < LeaderLength {
		return false
	}
	_, length := digits(b[0:5])
	_, base := digits(b[12:17])
	return length && base && (alphanumeric(b[5]) || b[5] == ' ') && alphanumeric(b[6])
}

// findLeader is the offset of the first leader in b, or -1.
func findLeader(b []byte) int {
	for i := range b {
		if looksLikeLeader(b[i:]) {
			return i
		}
	}
	return -1
}
