package dump

import (
	"bytes"
	"io"

	"github.com/klauspost/compress/gzip"

	"issnd/internal/deflate"
	"issnd/issn"
	"issnd/register"
)

// blockSize is how many records make a gzip member of each file. It decides
// the bytes of a dump.
const blockSize = 1000

// How well files are compressed: levels of gzip, and triples by package deflate.
// RDF is so much longer than the rest that it would take most of the time.
const (
	usual   = 5
	graphs  = gzip.BestSpeed
	triples = gzip.BestCompression + 1
)

// part is what a block of records is in one file.
type part struct {
	members []byte // of gzip
	size    int64  // uncompressed
	records uint64
	omitted []issn.ISSN
}

// compressor makes gzip members, one after the other. Writing to memory does
// not fail.
type compressor struct {
	out     bytes.Buffer
	writers map[int]member // by level
	w       member         // that is being made
	text    []byte         // of it that is not compressed yet
	size    int64          // uncompressed
}

func newCompressor() *compressor { return &compressor{writers: map[int]member{}} }

// member writes gzip members, each after a Reset.
type member interface {
	io.WriteCloser
	Reset(io.Writer)
}

func newMember(level int) member {
	if level == triples {
		return new(deflate.Writer)
	}
	w, _ := gzip.NewWriterLevel(nil, level) // the level is a valid one
	return w
}

// begin starts a member.
func (c *compressor) begin(level int) {
	if c.w = c.writers[level]; c.w == nil {
		c.w = newMember(level)
		c.writers[level] = c.w
	}
	c.out.Reset()
	c.w.Reset(&c.out)
	c.text, c.size = c.text[:0], 0
}

// piece is how much text is compressed at a time: what a processor keeps at
// hand.
const piece = 64 << 10

// drain compresses the text if there is enough of it.
func (c *compressor) drain() {
	if len(c.text) >= piece {
		c.compress()
	}
}

func (c *compressor) compress() {
	_, _ = c.w.Write(c.text)
	c.size += int64(len(c.text))
	c.text = c.text[:0]
}

// end is the member, in memory of its own.
func (c *compressor) end() []byte {
	c.compress()
	_ = c.w.Close()
	return bytes.Clone(c.out.Bytes())
}

// member is a short text as one member.
func (c *compressor) member(text string, level int) []byte {
	c.begin(level)
	c.text = append(c.text, text...)
	return c.end()
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
	c.begin(k.level)
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
		c.drain()
	}
	return c.finish(p)
}

func (c *compressor) deletions(a audience, block []*register.Record) *part {
	p := &part{}
	c.begin(usual)
	for _, r := range block {
		before := len(c.text)
		if c.text = a.appendDeletion(c.text, r); len(c.text) > before {
			p.records++
		}
	}
	return c.finish(p)
}

func (c *compressor) finish(p *part) *part {
	if p.records > 0 {
		p.members = c.end()
		p.size = c.size
	}
	return p
}
