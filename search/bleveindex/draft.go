package bleveindex

import (
	"fmt"
	"hash/maphash"
	"maps"
	"slices"

	"issnd/issn"
	"issnd/search"
)

// draft is a segment in the making: the postings of its documents, field by
// field, in the order in which they come. It holds some kilobytes a document,
// nearly without pointers, and is written once, when it is full.
type draft struct {
	schema schema
	seed   maphash.Seed
	fields map[string]*draftField
	ids    []issn.ISSN // by document number
}

// draftField is the postings of a field.
type draftField struct {
	info   search.FieldInfo
	terms  termTable
	list   blocks[posting]
	places blocks[uint32] // one a posting, for a field with positions
	last   uint32         // 1 more than the last document that has the field
}

// posting says that a document has a term.
type posting struct{ term, doc uint32 }

func newDraft(s schema) *draft {
	return &draft{schema: s, seed: maphash.MakeSeed(), fields: map[string]*draftField{}}
}

// add takes over a document, which has the next number.
func (d *draft) add(doc *search.Document) error {
	n := uint32(len(d.ids))
	d.ids = append(d.ids, doc.ISSN)
	d.field(search.FieldInfo{Name: fieldID}).add(docID(doc.ISSN), n)
	if doc.Public {
		d.field(d.schema[fieldPublic]).add(termPublic, n)
	}
	for _, tokens := range doc.Fields {
		info, known := d.schema[tokens.Field]
		if !known {
			return fmt.Errorf("%s: there is no field %q", doc.ISSN, tokens.Field)
		}
		f := d.field(info)
		if f.last == n+1 {
			return fmt.Errorf("%s: field %s is there twice", doc.ISSN, tokens.Field)
		}
		f.last = n + 1
		for _, t := range tokens.Tokens {
			if t.Term == "" {
				continue
			}
			f.add(t.Term, n)
			if info.Positions {
				f.places.add(t.Pos)
			}
		}
	}
	return nil
}

// size is the memory of the draft in bytes.
func (d *draft) size() int64 {
	n := 4 * cap(d.ids)
	for _, f := range d.fields {
		n += f.terms.size() + blockSize*(8*len(f.list.blocks)+4*len(f.places.blocks))
	}
	return int64(n)
}

func (d *draft) field(info search.FieldInfo) *draftField {
	f := d.fields[info.Name]
	if f == nil {
		f = &draftField{info: info, terms: termTable{seed: d.seed}}
		d.fields[info.Name] = f
	}
	return f
}

func (f *draftField) add(term string, doc uint32) {
	f.list.add(posting{f.terms.count(term), doc})
}

// names lists the fields that have terms as a segment numbers them: the ISSN
// first, the others in the order of their names.
func (d *draft) names() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(d.fields)) {
		if name != fieldID && d.fields[name].list.len() > 0 {
			names = append(names, name)
		}
	}
	return append([]string{fieldID}, names...)
}

// grouped is the postings of a field by term: those of the term with number t
// are from starts[t] to before starts[t+1].
type grouped struct {
	starts, docs, places []uint32
}

// group sorts the postings into g, whose memory it uses again.
func (f *draftField) group(g *grouped) {
	n := f.list.len()
	g.starts = slices.Grow(g.starts[:0], len(f.terms.counts)+2)[:len(f.terms.counts)+2]
	g.docs = slices.Grow(g.docs[:0], n)[:n]
	g.places = slices.Grow(g.places[:0], f.places.len())[:f.places.len()]
	// While postings are put in their places, the start of a term is one further
	// on than at the end.
	next := g.starts[1:]
	g.starts[0], next[0] = 0, 0
	for t, count := range f.terms.counts {
		next[t+1] = next[t] + count
	}
	for i, b := range f.list.blocks {
		var places []uint32
		if f.info.Positions {
			places = f.places.blocks[i]
		}
		for k, p := range b {
			at := next[p.term]
			next[p.term]++
			g.docs[at] = p.doc
			if places != nil {
				g.places[at] = places[k]
			}
		}
	}
}

// blocks is a long list whose memory never moves.
type blocks[T any] struct{ blocks [][]T }

const blockSize = 4096

func (l *blocks[T]) add(v T) {
	last := len(l.blocks) - 1
	if last < 0 || len(l.blocks[last]) == blockSize {
		l.blocks = append(l.blocks, make([]T, 0, blockSize))
		last++
	}
	l.blocks[last] = append(l.blocks[last], v)
}

func (l *blocks[T]) len() int {
	if len(l.blocks) == 0 {
		return 0
	}
	return (len(l.blocks)-1)*blockSize + len(l.blocks[len(l.blocks)-1])
}
