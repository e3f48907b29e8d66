package oaipmh

import "issnd/register"

// reading goes through the items of one page of a list. An item that changes
// meanwhile comes after the end of the list, as it would between two pages.
type reading struct {
	exchange *exchange
	token         // after is the place that has been come to
	left     int  // how many more the page may have
	more     bool // there is another page, once nothing is left
}

// next reads at most so many items into a room that is lent for them. None means
// the end of the page.
func (r *reading) next(most int, room *register.Room) ([]register.Item, error) {
	n := min(most, r.left)
	if n == 0 {
		return nil, nil
	}
	limit := n
	if n == r.left {
		limit++ // one more tells whether there is another page
	}
	x := r.exchange
	items, err := x.register.Harvest(x.ctx, x.viewer, r.set, r.after, r.through, limit, room)
	if err != nil {
		return nil, err
	}
	r.left -= n
	if len(items) < limit {
		r.left = 0
	}
	if len(items) > n {
		items, r.more = items[:n], r.left == 0
	}
	if len(items) > 0 {
		r.after = items[len(items)-1].Head.Seq
	}
	return items, nil
}
