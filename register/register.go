package register

import (
	"context"

	"issnd/issn"
)

// Register is the one door to the store: every read names the viewer, and
// what comes out is what that viewer may see.
type Register struct{ store Store }

// New opens the door to a store.
func New(s Store) *Register { return &Register{s} }

// Generation is a number that is another one after every change of the
// register.
func (r *Register) Generation() uint64 { return r.store.Generation() }

// Head is what v may know of a record without its fields, with the tier that
// applies. It is ErrNotFound where v may not know that the number was given.
func (r *Register) Head(ctx context.Context, v Viewer, id issn.ISSN) (Head, Tier, error) {
	h, err := r.store.Head(ctx, id)
	if err != nil {
		return Head{}, 0, err
	}
	if hidden(v, &h) {
		return Head{}, 0, ErrNotFound
	}
	return h, v.Tier(&h), nil
}

// Get is the record as v may see it, or ErrNotFound.
func (r *Register) Get(ctx context.Context, v Viewer, id issn.ISSN) (*View, error) {
	rec, err := r.store.GetFields(ctx, id, v.fields)
	if err != nil {
		return nil, err
	}
	if hidden(v, &rec.Head) {
		return nil, ErrNotFound
	}
	return rec.View(v.Tier(&rec.Head)), nil
}

// hidden reports whether v may not even know of the record: to the public an
// unreported number is one like any that was never given.
func hidden(v Viewer, h *Head) bool { return v.Public() && h.Status == Unreported }

// Cluster is the records with the ISSN-L that v may see, or ErrNotFound if
// there are none among the first MostMembers.
func (r *Register) Cluster(ctx context.Context, v Viewer, l issn.ISSN) (*ClusterView, error) {
	heads, err := r.store.Cluster(ctx, l, MostMembers)
	if err != nil {
		return nil, err
	}
	c := &ClusterView{ISSNL: l, Cut: len(heads) == MostMembers}
	for _, h := range heads {
		if h.Deleted || h.Status.Minimal() || (v.Public() && h.Status != Confirmed) {
			continue
		}
		c.Members = append(c.Members, h)
		c.Updated, c.Seq = max(c.Updated, h.Updated.Unix()), max(c.Seq, h.Seq)
	}
	if len(c.Members) == 0 {
		return nil, ErrNotFound
	}
	return c, nil
}

// ReplacedBy is the ISSN of a record that v may see and that names id as
// cancelled, or zero.
func (r *Register) ReplacedBy(ctx context.Context, v Viewer, id issn.ISSN) (issn.ISSN, error) {
	by, err := r.store.ReplacedBy(ctx, id)
	if err != nil || by.IsZero() {
		return 0, err
	}
	if h, _, err := r.Head(ctx, v, by); err != nil || (v.Public() && h.Status != Confirmed) {
		return 0, nil
	}
	return by, nil
}
