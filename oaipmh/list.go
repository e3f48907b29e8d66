package oaipmh

import (
	"strconv"

	"issnd/internal/turns"
	"issnd/register"
)

// list answers ListRecords and ListIdentifiers (OAI-PMH 2.0 §4.5, §4.3).
func (x *exchange) list(r *Request) error {
	t, err := x.where(r)
	if err != nil {
		return err
	}
	f, err := x.format(t.prefix)
	if err != nil {
		return err
	}
	n, room := x.config.Identifiers, (*register.Room)(nil)
	if r.Verb == ListRecords { // which reads so few at a time that it can keep the room
		n, room = x.config.Records, x.room
	}
	turn := turns.Turn{Of: x.turns}
	defer turn.End()
	if err := turn.Take(x.ctx); err != nil {
		return err
	}
	page := &reading{exchange: x, token: t, left: n}
	if r.Verb == ListRecords {
		n = stretch
	}
	items, err := page.next(n, room)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		// What was left of the list has changed since and comes after its end.
		return refuse(NoRecordsMatch, "the rest of the list has changed since; harvest again from the date of its first response")
	}
	x.out.Raw("<" + string(r.Verb) + ">\n")
	var made made
	if r.Verb == ListRecords {
		made, err = x.records(f, page, items, &turn)
	} else {
		made = x.identifiers(page, items)
	}
	if err != nil {
		return err
	}
	t.after = made.last
	x.resume(r.Verb, t, made.items, made.more)
	x.out.Raw("</" + string(r.Verb) + ">\n")
	return nil
}

// made is what is on a page.
type made struct {
	items int
	last  uint64 // sequence number of the last one
	more  bool   // items come after it
}

func (x *exchange) identifiers(page *reading, items []register.Item) made {
	for i := range items {
		x.out.Buf = append(x.appendHeader(x.out.Buf, &items[i]), '\n')
	}
	return made{len(items), page.after, page.more}
}

// where is the place in a list that a request asks for.
func (x *exchange) where(r *Request) (token, error) {
	if r.ResumptionToken != "" {
		t, err := x.config.Key.open(r.ResumptionToken, x.purpose(r.Verb), x.config.Now())
		if err != nil {
			return token{}, refuse(BadResumptionToken, err.Error())
		}
		holds, err := x.register.Holds(x.ctx, register.Position{Store: x.stats.ID, Branch: t.branch, Seq: t.through})
		if err == nil && !holds {
			err = refuse(BadResumptionToken, errTokenLost.Error())
		}
		return t, err
	}
	if _, err := x.format(r.MetadataPrefix); err != nil {
		return token{}, err
	}
	t := token{prefix: r.MetadataPrefix, set: r.Set}
	err := x.bound(&t, r.dates)
	if err == nil && t.after < t.through {
		t.size, err = x.register.HarvestSize(x.ctx, x.viewer, t.set, t.after, t.through)
	}
	if err != nil {
		return token{}, err
	}
	if t.size == 0 {
		return token{}, x.empty(r)
	}
	t.branch, err = x.register.Branch(x.ctx, t.through)
	return t, err
}

// bound turns dates into sequence numbers. A list ends before the second that
// is not over, in which there may be changes yet.
func (x *exchange) bound(t *token, dates interval) (err error) {
	end := x.stats.Horizon
	if !dates.until.IsZero() && dates.until.Before(end) {
		end = dates.until
	}
	if t.through, err = x.register.Since(x.ctx, end); err != nil || dates.from.IsZero() {
		return err
	}
	t.after, err = x.register.Since(x.ctx, dates.from)
	return err
}

// empty is the condition of a list without items.
func (x *exchange) empty(r *Request) error {
	if r.Set != "" {
		sets, err := x.register.HarvestSets(x.ctx, x.viewer)
		if err != nil {
			return err
		}
		if len(sets) == 0 {
			return refuse(NoSetHierarchy, "the repository has no sets")
		}
	}
	return refuse(NoRecordsMatch, "no records match")
}

// purpose is what a token given to this viewer for a verb is bound to.
func (x *exchange) purpose(v Verb) purpose {
	return purpose{string(v), x.stats.ID, x.viewer.Tier(&register.Head{}).String()}
}

// resume ends a page of a list. If there is more, the token of the next page
// goes on where next says; the last page of several has an empty one, and a
// list of one page none (§3.5).
func (x *exchange) resume(v Verb, next token, written int, more bool) {
	if !more && next.cursor == 0 {
		return
	}
	cursor := next.cursor
	next.cursor += uint64(written)
	x.out.Start("resumptionToken")
	if more {
		next.expiresAfter(x.config.Now().Add(x.config.Lifetime))
		x.out.Attr("expirationDate", next.expiry().Format(secondLayout))
	}
	x.out.Attr("completeListSize", strconv.FormatUint(next.size, 10))
	x.out.Attr("cursor", strconv.FormatUint(cursor, 10))
	if more {
		x.out.Text(x.config.Key.seal(&next, x.purpose(v)))
	}
	x.out.End("resumptionToken")
	x.out.Raw("\n")
}
