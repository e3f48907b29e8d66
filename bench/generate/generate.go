// Package generate makes registers of any size to measure with: records that
// look like those of the ISSN Register in size, fields, scripts, links and
// record kinds. All titles and publishers are invented; an ISSN may by chance be
// that of a real serial.
//
// Record i of a register depends on the seed, on i and on how many records
// there are, and on nothing else. So a register of millions is written without
// being held, and a test knows what it should find.
package generate

import (
	"fmt"
	"io"
	"slices"
	"sync"

	"issnd/issn"
	"issnd/marc"
)

// Max is the number of ISSN that there are, and so of records.
const Max = 9_999_999

// Generator makes the records of one synthetic register. It is safe for use
// by several goroutines.
type Generator struct {
	seed    uint64
	n       int
	numbers numbers
	drafts  sync.Pool
}

// New is the register of n records, at most Max and at least none, that
// belongs to a seed.
func New(seed uint64, n int) *Generator {
	g := &Generator{seed: seed, n: min(max(n, 0), Max), numbers: newNumbers(seed)}
	g.drafts.New = func() any { return new(draft) }
	return g
}

// Len is the number of records.
func (g *Generator) Len() int { return g.n }

// ISSN is the number of record i, which is also its control number. No two
// records have the same. It is zero if there is no record i.
func (g *Generator) ISSN(i int) issn.ISSN {
	if i < 0 || i >= g.n {
		return 0
	}
	id, _ := issn.FromNumber(g.numbers.at(uint64(i)))
	return id
}

// Record is record i, or nil if there is none.
func (g *Generator) Record(i int) *marc.Record {
	if i < 0 || i >= g.n {
		return nil
	}
	d := g.drafts.Get().(*draft)
	defer g.drafts.Put(d)
	d.reset()
	g.describe(d, i)
	return d.record()
}

// flushAt is how many bytes WriteTo collects before it writes.
const flushAt = 64 << 10

// WriteTo writes all records as ISO 2709, one after the other.
func (g *Generator) WriteTo(w io.Writer) (int64, error) {
	var written int64
	buf := make([]byte, 0, flushAt+8<<10)
	var d draft
	var r marc.Record
	var subs []marc.Subfield
	for i := range g.n {
		d.reset()
		g.describe(&d, i)
		r.Fields = slices.Grow(r.Fields[:0], len(d.fields))[:len(d.fields)]
		subs = slices.Grow(subs[:0], len(d.subs))[:len(d.subs)]
		d.fill(&r, subs)
		var err error
		if buf, err = marc.AppendISO2709(buf, &r); err != nil {
			return written, fmt.Errorf("record %d: %w", i, err)
		}
		if len(buf) >= flushAt || i == g.n-1 {
			k, err := w.Write(buf)
			written += int64(k)
			if err != nil {
				return written, err
			}
			buf = buf[:0]
		}
	}
	return written, nil
}

// Has reports whether some record has the number.
func (g *Generator) Has(id issn.ISSN) bool {
	n := id.Number()
	return n > 0 && g.numbers.place(n) < uint64(g.n)
}
