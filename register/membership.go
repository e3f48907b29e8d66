package register

import (
	"cmp"
	"slices"
)

// Membership is a place of a record in the lists that harvesters read: a set,
// as the public or as a viewer with a key knows it. The empty Set is the whole
// of what that audience may harvest.
type Membership struct {
	Public bool
	Set    string // setSpec (OAI-PMH 2.0 §2.6), "" for the whole
}

// Compare orders memberships: those of viewers with a key first, then by Set.
func (m Membership) Compare(o Membership) int {
	switch {
	case m.Public == o.Public:
		return cmp.Compare(m.Set, o.Set)
	case o.Public:
		return -1
	}
	return 1
}

// Memberships lists where a record stands now, each place once, in no order
// and without the whole register, {false, ""}, in which everything is. For the
// public a record stands somewhere only while it is confirmed, and only in
// sets that its view for the public shows.
func Memberships(r *Record) []Membership {
	return AppendMemberships(make([]Membership, 0, 2*usualSets), r)
}

// AppendMemberships appends what Memberships lists to dst.
func AppendMemberships(dst []Membership, r *Record) []Membership {
	var room [usualSets]string
	sets := appendSets(room[:0], r.View(Complete))
	dst = appendMemberships(dst, false, sets)
	if !r.Public() {
		return dst
	}
	if tier := (Viewer{}).Tier(&r.Head); tier != Complete {
		sets = appendSets(sets[:0], r.View(tier))
	}
	return append(appendMemberships(dst, true, sets), Membership{Public: true})
}

func appendMemberships(dst []Membership, public bool, sets []string) []Membership {
	for _, set := range sets {
		dst = append(dst, Membership{public, set})
	}
	return dst
}

// MergePast is the Past of a record that stands in now and stood in the other
// lists before, in order.
func MergePast(now []Membership, before ...[]Membership) []Membership {
	var past []Membership
	for _, list := range before {
		for _, m := range list {
			if !slices.Contains(now, m) && !slices.Contains(past, m) {
				past = append(past, m)
			}
		}
	}
	slices.SortFunc(past, Membership.Compare)
	return past
}

// Public reports whether the public may harvest and find the record.
func (h *Head) Public() bool { return h.Status == Confirmed && !h.Deleted }
