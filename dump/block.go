package dump

import (
	"bytes"
	"compress/gzip"

	"issnd/issn"
	"issnd/register"
)

// blockSize is how many records make a gzip member of each file. It decides
// the bytes of a dump.
const blockSize = 1000

// How well files are compressed. RDF is so much longer than the rest that it
// would take most of the time.
const (
	usual  = 5
	graphs = gzip.BestSpeed
)

// part is what a block of records is in one file.
type part struct {
	members []byte // of gzip
	size    int64  // uncompressed
	records uint64
	omitted []issn.ISSN
}

// compressor makes gzip members, one after the other.
type compressor struct {
	out     bytes.Buffer
	writers map[int]*gzip.Writer // by level
	text    []byte
}

func newCompressor() *compressor { return &compressor{writers: map[int]*gzip.Writer{}} }

// member is data as one gzip member, in memory of its own. Writing to memory
// does not fail.
func (c *compressor) member(data []byte, level int) []byte {
	w := c.writers[level]
	if w == nil {
		w, _ = gzip.NewWriterLevel(nil, level) // the level is a valid one
		c.writers[level] = w
	}
	c.out.Reset()
	w.Reset(&c.out)
	_, _ = w.Write(data)
	_ = w.Close()
	return bytes.Clone(c.out.Bytes())
}

// render makes the parts of a block in the files: those of kinds, and last the
// table of deletions.
func (c *compressor) render(a audience, kinds []*Kind, block []*register.Record) []*part {
	parts := make([]*part, 0, len(kinds)+1)
	views := make([]*register.View, 0, len(block))
	for _, r := range block {
		if a.live(r) {
			views = append(views, a.view(r))
		}
	}
	for _, k := range kinds {
		parts = append(parts, c.records(k, views))
	}
	return append(parts, c.deletions(a, block))
}

func (c *compressor) records(k *Kind, views []*register.View) *part {
	p := &part{}
	c.text = c.text[:0]
	for _, v := range views {
		from := len(c.text)
		if p.records > 0 {
			c.text = append(c.text, k.separator...)
		}
		at := len(c.text)
		out, err := k.record(c.text, v)
		if err != nil {
			p.omitted = append(p.omitted, v.Head().ISSN)
		}
		if err != nil || len(out) == at {
			c.text = c.text[:from]
			continue
		}
		c.text = out
		p.records++
	}
	return c.finish(p, k.level)
}

func (c *compressor) deletions(a audience, block []*register.Record) *part {
	p := &part{}
	c.text = c.text[:0]
	for _, r := range block {
		before := len(c.text)
		if c.text = a.appendDeletion(c.text, r); len(c.text) > before {
			p.records++
		}
	}
	return c.finish(p, usual)
}

func (c *compressor) finish(p *part, level int) *part {
	if p.records > 0 {
		p.size, p.members = int64(len(c.text)), c.member(c.text, level)
	}
	return p
}
