package bleveindex

import (
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// view is one state of a generation. Bitmaps that are read from its segments
// point into their files: nothing of them outlives the view unless it is owned.
type view struct {
	gen  *generation
	snap *scorch.IndexSnapshot
	segs []*seg
	refs atomic.Int64
}

// seg is a segment in a view.
type seg struct {
	*shard
	number  int // in the view
	data    segment.Segment
	deleted *roaring.Bitmap // nil if nothing is
	dead    uint64          // how many are deleted
}

// acquire is the newest state; release it.
func (g *generation) acquire() (*view, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r, err := g.scorch.Reader()
	if err != nil {
		return nil, err
	}
	snap, ok := r.(*scorch.IndexSnapshot)
	if !ok || snap == nil {
		return nil, ErrClosed
	}
	if g.view != nil && g.view.snap == snap {
		// The view has a reference of its own.
		if err := snap.Close(); err != nil {
			return nil, err
		}
	} else {
		v := newView(g, snap, g.view)
		if g.view != nil {
			g.view.unref()
		}
		g.view = v
	}
	g.view.refs.Add(1)
	g.retain()
	return g.view, nil
}

// newView takes over from the view before what holds in this one.
func newView(g *generation, snap *scorch.IndexSnapshot, before *view) *view {
	v := &view{gen: g, snap: snap}
	v.refs.Store(1)
	known := map[uint64]*shard{}
	var all uint64
	if before != nil {
		for _, s := range before.segs {
			known[s.id] = s.shard
		}
	}
	for i, ss := range snap.Segments() {
		s := &seg{number: i, data: ss.Segment(), deleted: ss.Deleted()}
		if s.deleted != nil {
			s.dead = s.deleted.GetCardinality()
		}
		s.shard = known[ss.Id()]
		if s.shard == nil {
			s.shard = newShard(ss.Id(), uint32(s.data.Count()))
		}
		v.segs = append(v.segs, s)
		all += s.data.Count()
	}
	g.documents.Store(all)
	return v
}

// release lets go of what acquire gave.
func (v *view) release() {
	g := v.gen
	v.unref()
	g.release()
}

func (v *view) unref() {
	if v.refs.Add(-1) == 0 {
		// The error would be one of unmapping files.
		_ = v.snap.Close()
	}
}

// scope is the documents that an audience may find. It is owned.
func (s *seg) scope(public bool) (*roaring.Bitmap, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := 0
	if public {
		at = 1
	}
	// What is deleted of a segment only grows, so its number tells what it is.
	if c := s.scopes[at]; c.docs != nil && c.dead == s.dead {
		return c.docs, nil
	}
	docs, err := s.findScope(public)
	if err != nil {
		return nil, err
	}
	s.scopes[at] = scope{docs: docs, dead: s.dead}
	return docs, nil
}

func (s *seg) findScope(public bool) (*roaring.Bitmap, error) {
	all := roaring.New()
	all.AddRange(0, uint64(s.docs))
	if public {
		var err error
		if all, err = s.term(fieldPublic, termPublic); err != nil {
			return nil, err
		}
	}
	if s.deleted != nil {
		return owned(roaring.AndNot(all, s.deleted)), nil
	}
	return owned(all.Clone()), nil
}

// owned makes a bitmap independent of files.
func owned(b *roaring.Bitmap) *roaring.Bitmap {
	b.CloneCopyOnWriteContainers()
	return b
}
