package register

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"issnd/issn"
)

// Selection is a part of the change log: the latest changes of the records
// that are, or once were, in a list.
type Selection struct {
	Membership
	After   uint64 // only changes with a later sequence number
	Through uint64 // and none with a later one than this
}

// Item is one record as a harvester is told of it.
type Item struct {
	Head Head
	Sets []string // setSpecs, parents included

	// View is what the viewer may see of the record, or nil if for this viewer
	// and set the record is deleted: withdrawn, no longer public, or no longer in
	// the set that was asked for.
	View *View
}

// Harvest lists at most limit of the records that v may harvest in a set, ""
// for all, by the sequence number of their latest change: those after the
// first number up to the second. Fewer than limit means the end. The items are in
// a room that is lent for them, or in memory of their own if that is nil.
func (r *Register) Harvest(ctx context.Context, v Viewer, set string, after, through uint64, limit int, room *Room) ([]Item, error) {
	if room == nil {
		room = new(Room)
	}
	recs, err := r.store.Select(ctx, Selection{Membership{v.Public(), set}, after, through}, limit, room)
	if err != nil {
		return nil, err
	}
	room.listing(len(recs))
	for _, rec := range recs {
		room.items = append(room.items, room.item(rec, v, set))
	}
	return room.items, nil
}

// HarvestSize is how many items Harvest lists when there is no limit.
func (r *Register) HarvestSize(ctx context.Context, v Viewer, set string, after, through uint64) (uint64, error) {
	return r.store.Count(ctx, Selection{Membership{v.Public(), set}, after, through})
}

// PublicHeads yields what is known, without their fields, of the records that
// are public, by the sequence number of their latest change: those after the
// first number up to the second. It reads a page at a time, so that nothing is
// held open while the caller works; a record that changes meanwhile may be
// missed. The first error ends the sequence.
func (r *Register) PublicHeads(ctx context.Context, after, through uint64) iter.Seq2[Head, error] {
	const page = 1024
	return func(yield func(Head, error) bool) {
		for {
			heads, err := r.store.SelectHeads(ctx, Selection{Membership{Public: true}, after, through}, page)
			if err != nil {
				yield(Head{}, err)
				return
			}
			for i := range heads {
				if heads[i].Public() && !yield(heads[i], nil) {
					return
				}
			}
			if len(heads) < page {
				return
			}
			after = heads[len(heads)-1].Seq
		}
	}
}

// HarvestSets lists the sets, in order, that hold or once held a record that v
// may harvest.
func (r *Register) HarvestSets(ctx context.Context, v Viewer) ([]string, error) {
	return r.store.Sets(ctx, v.Public())
}

// Item is one record as v may harvest it, or ErrNotFound.
func (r *Register) Item(ctx context.Context, v Viewer, id issn.ISSN) (Item, error) {
	rec, err := r.store.Get(ctx, id)
	if err != nil {
		return Item{}, err
	}
	if v.Public() && !rec.Public() && !slices.Contains(rec.Past, Membership{Public: true}) {
		return Item{}, fmt.Errorf("%s was never public: %w", id, ErrNotFound)
	}
	return new(Room).item(rec, v, ""), nil
}

// Since is the sequence number after which the log has every change at t or
// later, and no other.
func (r *Register) Since(ctx context.Context, t time.Time) (uint64, error) {
	return r.store.Since(ctx, t)
}

// Holds reports whether the log goes on from a position (see the function of
// that name).
func (r *Register) Holds(ctx context.Context, p Position) (bool, error) {
	return Holds(ctx, r.store, p)
}

// Branch names the history that a change is part of (Store.Branch).
func (r *Register) Branch(ctx context.Context, seq uint64) (string, error) {
	return r.store.Branch(ctx, seq)
}

// Stats counts what the register holds.
func (r *Register) Stats(ctx context.Context) (Stats, error) { return r.store.Stats(ctx) }

// item decides what v is told of a record in a set.
func (r *Room) item(rec *Record, v Viewer, set string) Item {
	it := Item{Head: rec.Head}
	public := v.Public()
	view := r.view(rec, v.Tier(&rec.Head))
	known := len(r.sets)
	switch {
	case !public && view.Tier() != Complete:
		r.sets = appendSets(r.sets, rec.View(Complete))
	case !public || rec.Public():
		r.sets = appendSets(r.sets, view)
	}
	live := !public || rec.Public()
	if set != "" {
		live = slices.Contains(r.sets[known:], set)
	}
	if live && !rec.Deleted {
		it.View = view
	} else {
		r.sets = append(r.sets, left(rec, v, r.sets[known:])...)
		slices.Sort(r.sets[known:])
	}
	it.Sets = slices.Clip(r.sets[known:])
	return it
}

func (r *Room) view(rec *Record, t Tier) *View {
	r.views = append(r.views, rec.view(t))
	return &r.views[len(r.views)-1]
}

// left lists the sets that the record was in once, so that those who harvest
// one of them learn that it is gone.
func left(rec *Record, v Viewer, current []string) (sets []string) {
	for _, m := range rec.Past {
		if m.Public == v.Public() && m.Set != "" && !slices.Contains(current, m.Set) {
			sets = append(sets, m.Set)
		}
	}
	return sets
}
