package bleveindex

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"os"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/vellum"
)

// The file of a segment is what scorch calls zap, of the version that it writes
// itself. Scorch makes such files by way of segments in memory that are merged;
// from a draft they are written in one go.
const (
	zapType      = "zap"
	zapVersion   = 17
	zapChunkMode = 1026 // chunks of postings as chunkSize has them
	zapInverted  = 0    // the number of the only section that fields have here
	// oneHit marks the value of a dictionary that is the number of a document
	// instead of the place of postings.
	oneHit = 1 << 63
)

// zapFile writes the file of a segment.
type zapFile struct {
	file  *os.File
	buf   []byte
	count uint64 // of the bytes before buf
	crc   uint32
	err   error

	groups grouped
	freqs  chunks
	locs   chunks
	bitmap *roaring.Bitmap
	bits   bytes.Buffer
	dict   *vellum.Builder
	fst    bytes.Buffer
}

// write makes the file and sees to it that it is on disk. The draft is empty
// afterwards.
func (d *draft) write(ctx context.Context, path string) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	z := &zapFile{file: f, bitmap: roaring.New()}
	if z.dict, err = vellum.New(&z.fst, nil); err == nil {
		err = z.segment(ctx, d)
	}
	return errors.Join(err, f.Sync(), f.Close())
}

func (z *zapFile) segment(ctx context.Context, d *draft) error {
	docs, names := uint64(len(d.ids)), d.names()
	stored := z.stored(d)
	starts := make([]uint64, len(names))
	for n, name := range names {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		var err error
		if starts[n], err = z.field(d.fields[name], uint64(n), docs); err != nil {
			return err
		}
		delete(d.fields, name)
	}
	sections := z.fieldIndex(d, names, starts)
	d.ids = nil
	return z.footer(docs, stored, sections)
}

// stored writes what is stored of the documents, their ISSNs, and gives the
// place of the list of where each is.
func (z *zapFile) stored(d *draft) uint64 {
	at := make([]uint64, 0, len(d.ids))
	for _, id := range d.ids {
		at = append(at, z.at())
		// The lengths of what follows, that of the ISSN, the ISSN, and no other fields in
		// the compression of snappy.
		z.buf = append(z.buf, 1, 5, 4)
		z.buf = append(append(z.buf, docID(id)...), 0)
		z.room()
	}
	list := z.at()
	for _, a := range at {
		z.buf = binary.BigEndian.AppendUint64(z.buf, a)
		z.room()
	}
	z.uvarint(0) // documents within others
	return list
}

// field writes the postings and the dictionary of a field and gives the place
// of what leads to them.
func (z *zapFile) field(f *draftField, number, docs uint64) (uint64, error) {
	z.fst.Reset()
	if err := z.dict.Reset(&z.fst); err != nil {
		return 0, err
	}
	f.group(&z.groups)
	for _, t := range f.terms.sorted() {
		from, to := z.groups.starts[t], z.groups.starts[t+1]
		list := z.groups.docs[from:to]
		var at uint64
		if f.info.Positions {
			at = z.words(list, z.groups.places[from:to], number, docs)
		} else {
			at = z.set(slices.Compact(list), docs)
		}
		if err := z.dict.Insert(f.terms.term(t), at); err != nil {
			return 0, err
		}
	}
	if err := z.dict.Close(); err != nil {
		return 0, err
	}
	dict := z.at()
	z.uvarint(uint64(z.fst.Len()))
	z.buf = append(z.buf, z.fst.Bytes()...)
	z.room()
	start := z.at()
	z.uvarint(math.MaxUint64, math.MaxUint64, dict) // no values by document
	return start, z.err
}

// set writes the postings of a term without places. One document alone goes
// into the dictionary, with the norm that setField gives.
func (z *zapFile) set(list []uint32, docs uint64) uint64 {
	if len(list) == 1 {
		const norm = 1
		return oneHit | norm<<31 | uint64(list[0])
	}
	z.freqs.reset(uint64(len(list)), docs)
	for _, doc := range list {
		z.freqs.upTo(uint64(doc))
		z.freqs.data = append(z.freqs.data, 0)
	}
	freqs := z.chunks(&z.freqs)
	return z.postings(freqs, 0, list)
}

// words writes the postings of a term with its places, as wordField has them.
func (z *zapFile) words(list, places []uint32, number, docs uint64) uint64 {
	found := uint64(1)
	for i := 1; i < len(list); i++ {
		if list[i] != list[i-1] {
			found++
		}
	}
	z.freqs.reset(found, docs)
	z.locs.reset(found, docs)
	var loc []byte
	n := 0
	for i := 0; i < len(list); {
		doc, end := list[i], i+1
		for end < len(list) && list[end] == doc {
			end++
		}
		loc = binary.AppendUvarint(loc[:0], number)
		loc = binary.AppendUvarint(loc, uint64(places[i]))
		loc = append(loc, 0, 0) // start and end in bytes, which nobody reads
		loc = binary.AppendUvarint(loc, uint64(end-i-1))
		for k := i + 1; k < end; k++ {
			loc = binary.AppendUvarint(loc, uint64(places[k]-places[k-1]))
		}
		z.freqs.upTo(uint64(doc))
		z.freqs.data = append(z.freqs.data, 1<<1|1, 0) // once, with places; no norm
		z.locs.upTo(uint64(doc))
		z.locs.data = append(binary.AppendUvarint(z.locs.data, uint64(len(loc))), loc...)
		list[n], i = doc, end
		n++
	}
	freqs, locs := z.chunks(&z.freqs), z.chunks(&z.locs)
	return z.postings(freqs, locs, list[:n])
}

// postings writes the documents of a term and gives the place.
func (z *zapFile) postings(freqs, locs uint64, list []uint32) uint64 {
	at := z.at()
	z.bitmap.Clear()
	z.bitmap.AddMany(list)
	z.bits.Reset()
	if _, err := z.bitmap.WriteTo(&z.bits); err != nil && z.err == nil {
		z.err = err
	}
	z.uvarint(freqs, locs, uint64(z.bits.Len()))
	z.buf = append(z.buf, z.bits.Bytes()...)
	z.room()
	return at
}

// chunks writes chunks and gives the place.
func (z *zapFile) chunks(c *chunks) uint64 {
	at := z.at()
	c.end()
	z.uvarint(uint64(len(c.ends)))
	z.uvarint(c.ends...)
	z.buf = append(z.buf, c.data...)
	z.room()
	return at
}

// fieldIndex writes what fields there are and where, and gives its place.
func (z *zapFile) fieldIndex(d *draft, names []string, starts []uint64) uint64 {
	at := make([]uint64, len(names))
	for n, name := range names {
		at[n] = z.at()
		z.uvarint(uint64(len(name)))
		z.buf = append(z.buf, name...)
		z.uvarint(uint64(d.options(name)), 1)
		z.buf = binary.BigEndian.AppendUint16(z.buf, zapInverted)
		z.buf = binary.BigEndian.AppendUint64(z.buf, starts[n])
	}
	list := z.at()
	z.uvarint(uint64(len(names)))
	for _, a := range at {
		z.buf = binary.BigEndian.AppendUint64(z.buf, a)
	}
	z.room()
	return list
}

// options are those of setField, wordField and idField.
func (d *draft) options(name string) index.FieldIndexingOptions {
	switch {
	case name == fieldID:
		return idField("").Options()
	case d.schema[name].Positions:
		return (&wordField{}).Options()
	}
	return (&setField{}).Options()
}

func (z *zapFile) footer(docs, stored, sections uint64) error {
	z.buf = binary.BigEndian.AppendUint32(z.buf, 0) // length of the name of an encryption
	for _, n := range []uint64{docs, stored, sections} {
		z.buf = binary.BigEndian.AppendUint64(z.buf, n)
	}
	z.buf = binary.BigEndian.AppendUint32(z.buf, zapChunkMode)
	z.buf = binary.BigEndian.AppendUint32(z.buf, zapVersion)
	z.flush()
	z.buf = binary.BigEndian.AppendUint32(z.buf, z.crc)
	z.flush()
	return z.err
}

// at is where the next byte comes.
func (z *zapFile) at() uint64 { return z.count + uint64(len(z.buf)) }

func (z *zapFile) uvarint(values ...uint64) {
	for _, v := range values {
		z.buf = binary.AppendUvarint(z.buf, v)
	}
}

// room writes the buffer to the file when it is large.
func (z *zapFile) room() {
	if len(z.buf) >= 1<<20 {
		z.flush()
	}
}

func (z *zapFile) flush() {
	z.crc = crc32.Update(z.crc, crc32.IEEETable, z.buf)
	if z.err == nil {
		_, z.err = z.file.Write(z.buf)
	}
	z.count += uint64(len(z.buf))
	z.buf = z.buf[:0]
}
