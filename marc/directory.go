package marc

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sort"
	"strconv"
)

// entry is one entry of the directory.
type entry struct {
	tag           Tag
	length, start int
}

// directory finds the fields and sets body and fields, or returns the code
// and the reason why there are none. The directory ends at the first field
// terminator whatever leader/12-16 says.
func (d *decoder) directory() (code, reason string) {
	end := bytes.IndexByte(d.raw[LeaderLength:], fieldTerminator)
	if end < 0 {
		return ErrorDirectory, "the directory has no end"
	}
	region := d.raw[LeaderLength : LeaderLength+end]
	base := LeaderLength + end + 1
	if declared, ok := digits(d.raw[12:17]); !ok || declared != base {
		d.problems.add(ProblemBase, "leader", fmt.Sprintf("%q, the directory ends at %d", d.raw[12:17], base))
		// A directory without a terminator may or may not be counted with one.
		if n := declared - LeaderLength; ok && n > 1 && n <= len(region) && n%directoryEntry <= 1 {
			if n -= n % directoryEntry; n < len(region) && allEntries(region[:n]) {
				region, base = region[:n], LeaderLength+n
			}
		}
	}
	d.body = d.raw[base:]
	if d.contiguous(region) {
		return "", ""
	}
	d.locate(region)
	if len(d.fields) == 0 && len(region) > 0 {
		return ErrorEmpty, "the directory leads to no field"
	}
	return "", ""
}

// contiguous handles the record as nearly all are: the entries in the order
// of the data, without gaps, each ending on a field terminator.
func (d *decoder) contiguous(region []byte) bool {
	n := len(region) / directoryEntry
	if len(region)%directoryEntry != 0 || bytes.Count(d.body, []byte{fieldTerminator}) != n {
		return false
	}
	at := 0
	for ; len(region) > 0; region = region[directoryEntry:] {
		e, ok := parseEntry(region)
		end := at + e.length
		if !ok || e.start != at || end == at || end > len(d.body) || d.body[end-1] != fieldTerminator {
			d.fields = d.fields[:0]
			return false
		}
		d.fields = append(d.fields, span{tag: d.tag(e.tag), from: at, to: end - 1})
		at = end
	}
	if at != len(d.body) {
		d.fields = d.fields[:0]
		return false
	}
	return true
}

// locate matches entries and pieces of data when they are out of order or do
// not fit. An entry whose piece the lengths do not give gets one by its rank.
func (d *decoder) locate(region []byte) {
	pieces := d.pieces()
	if n := len(d.body); n > 0 && d.body[n-1] != fieldTerminator {
		d.problems.add(ProblemDirectory, "", "the last field has no terminator")
	}
	if len(region)%directoryEntry == 0 {
		for ; len(region) > 0; region = region[directoryEntry:] {
			if e, ok := parseEntry(region); ok {
				d.entries = append(d.entries, e)
			} else {
				d.problems.add(ProblemDirectory, "", fmt.Sprintf("entry %q is skipped", region[:directoryEntry]))
			}
		}
	} else {
		d.problems.add(ProblemDirectory, "", fmt.Sprintf("%d bytes are no whole number of entries", len(region)))
		d.search(region, pieces)
	}
	owner := d.match(pieces)
	used := make([]bool, len(pieces))
	for i, e := range d.entries {
		if owner[i] < 0 {
			d.problems.add(ProblemDirectory, e.tag.String(), "the entry leads to no field")
			continue
		}
		used[owner[i]] = true
		p := pieces[owner[i]]
		d.fields = append(d.fields, span{tag: d.tag(e.tag), from: p.from, to: p.to})
	}
	for i, p := range pieces {
		if !used[i] && p.to > p.from {
			d.problems.add(ProblemUnreferenced, "", fmt.Sprintf("%d bytes: %.60q", p.to-p.from, d.body[p.from:p.to]))
		}
	}
}

// pieces cuts the body at the field terminators.
func (d *decoder) pieces() []span {
	var pieces []span
	for at := 0; at < len(d.body); {
		n := bytes.IndexByte(d.body[at:], fieldTerminator)
		if n < 0 {
			n = len(d.body) - at
		}
		pieces = append(pieces, span{from: at, to: at + n})
		at += n + 1
	}
	return pieces
}

// match gives each entry the index of its piece, or -1.
func (d *decoder) match(pieces []span) []int {
	owner := make([]int, len(d.entries))
	used := make([]bool, len(pieces))
	ascending, missing := true, 0
	for i, e := range d.entries {
		ascending = ascending && (i == 0 || e.start > d.entries[i-1].start)
		at := sort.Search(len(pieces), func(k int) bool { return pieces[k].from >= e.start })
		owner[i] = -1
		if at < len(pieces) && pieces[at].from == e.start && pieces[at].to+1 == e.start+e.length && !used[at] {
			owner[i], used[at] = at, true
		} else {
			missing++
		}
	}
	if missing == 0 {
		return owner
	}
	d.problems.add(ProblemDirectory, "", fmt.Sprintf("%d of %d entries do not fit the data", missing, len(d.entries)))
	if ascending && len(owner) == len(pieces) {
		for i := range owner {
			owner[i] = i
		}
		return owner
	}
	if len(owner) != len(pieces) {
		d.problems.add(ProblemDamaged, "", "entries and fields are not the same number, tags are doubtful")
	}
	fillInOrder(owner, used, missing)
	return owner
}

// fillInOrder gives the entries without a piece the unused ones: in order if
// there are as many, otherwise the one after the piece of the entry before.
func fillInOrder(owner []int, used []bool, missing int) {
	var free []int
	for i, u := range used {
		if !u {
			free = append(free, i)
		}
	}
	for i := range owner {
		switch {
		case owner[i] >= 0:
		case len(free) == missing:
			owner[i] = free[0]
			free, missing = free[1:], missing-1
		default:
			next := 0
			if i > 0 {
				next = owner[i-1] + 1
			}
			if (i == 0 || next > 0) && next < len(used) && !used[next] {
				owner[i], used[next] = next, true
			}
		}
	}
}

// maxMisses is how many pieces search looks for in vain, so that a file made
// for the purpose does not keep it busy.
const maxMisses = 100

// search finds the entries in a directory that has lost or gained bytes: the
// length and start of each piece as they must be written there.
func (d *decoder) search(region []byte, pieces []span) {
	var key [directoryEntry - 3]byte
	at, misses := 0, 0
	for _, p := range pieces {
		if misses == maxMisses || p.from > maxRecord {
			return
		}
		if p.to-p.from >= maxFieldLength {
			continue
		}
		putDigits(key[:4], p.to-p.from+1)
		putDigits(key[4:], p.from)
		n := bytes.Index(region[at:], key[:])
		if n < 3 {
			misses++
			continue
		}
		e, _ := parseEntry(region[at+n-3:])
		d.entries = append(d.entries, e)
		at += n + len(key)
	}
}

func allEntries(region []byte) bool {
	for ; len(region) > 0; region = region[directoryEntry:] {
		if _, ok := parseEntry(region); !ok {
			return false
		}
	}
	return true
}

// parseEntry reads the first twelve bytes of b, which are an entry if ok. The
// digits are checked eight at a time: adding 0x46 carries a byte above '9'
// into its top bit, taking '0' away one below it.
func parseEntry(b []byte) (e entry, ok bool) {
	b = b[:directoryEntry]
	last := binary.LittleEndian.Uint64(b[4:])
	ok = b[3]-'0' <= 9 && ((last+0x4646464646464646)|(last-0x3030303030303030))&0x8080808080808080 == 0
	e.tag = Tag(b)
	e.length = int(b[3]&15)*1000 + int(b[4]&15)*100 + int(b[5]&15)*10 + int(b[6]&15)
	e.start = int(b[7]&15)*10000 + int(b[8]&15)*1000 + int(b[9]&15)*100 + int(b[10]&15)*10 + int(b[11]&15)
	return e, ok
}

// tag notes an unusual tag, and makes a readable one of an unreadable one.
func (d *decoder) tag(t Tag) Tag {
	if alphanumeric(t[0]) && alphanumeric(t[1]) && alphanumeric(t[2]) {
		return t
	}
	d.problems.add(ProblemTag, "", strconv.Quote(t.String()))
	for i, b := range t {
		if b < ' ' || b > '~' {
			t[i] = '?'
		}
	}
	return t
}
