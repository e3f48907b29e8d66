package register

// Membership is a place of a record in the lists that harvesters read: a set,
// as the public or as a viewer with a key knows it. The empty Set is the whole
// of what that audience may harvest.
type Membership struct {
	Public bool
	Set    string // setSpec (OAI-PMH 2.0 §2.6), "" for the whole
}

// Memberships lists where a record stands now, in no order and without the
// whole register, {false, ""}, in which everything is. For the public a record
// stands somewhere only while it is confirmed, and only in sets that are made
// of released elements.
func Memberships(r *Record) []Membership {
	var all []Membership
	for _, s := range Sets(r.View(Complete)) {
		all = append(all, Membership{Set: s})
	}
	if r.Public() {
		all = append(all, Membership{Public: true})
		for _, s := range Sets(r.View(Viewer{}.Tier(&r.Head))) {
			all = append(all, Membership{Public: true, Set: s})
		}
	}
	return all
}

// Public reports whether the public may harvest and find the record.
func (h *Head) Public() bool { return h.Status == Confirmed && !h.Deleted }
