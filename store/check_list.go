package store

import (
	"fmt"

	"issnd/register"
)

// listed verifies the lists while the records go by in order.
type listed struct {
	part
	latest int64  // datestamp of the last record
	last   uint64 // and its place
	totals map[register.Membership]uint64
	parts  uint64 // that the records ask for
}

// list takes the next record, whose part may be another one.
func (c *checker) list(rec *register.Record) {
	if number := rec.Seq >> partBits; number != c.listed.number {
		c.endPart()
		c.listed.part = part{number: number}
	}
	c.listed.add(rec)
	if past := register.MergePast(register.Memberships(rec), rec.Past); len(past) != len(rec.Past) {
		c.problem(recordBucket, fmt.Sprint(rec.Seq), "is in a list that it has left")
	}
}

// endPart compares what is stored of a part with what its records ask for.
func (c *checker) endPart() {
	l := listsOf(c.tx)
	if c.listed.totals == nil {
		c.listed.totals = make(map[register.Membership]uint64)
	}
	for m, want := range c.listed.lists {
		c.listed.parts++
		c.listed.totals[m] += want.count()
		var got placeSet
		if v := l.parts.Get(appendPartKey(nil, c.listed.number, m)); v != nil {
			if err := got.read(v); err != nil {
				c.problem(listBucket, listKeyText(c.listed.number, m), "%v", err)
				continue
			}
		}
		c.differs(m, want.without(&got), "missing")
		c.differs(m, got.without(want), "too many")
	}
}

// differs reports what is wrong with a list, if anything.
func (c *checker) differs(m register.Membership, set *placeSet, what string) {
	if n := set.count(); n > 0 {
		c.problem(listBucket, listKeyText(c.listed.number, m), "%d records are %s, the first at %d",
			n, what, c.listed.number<<partBits|uint64(set.boundary(0, true)))
	}
}

func listKeyText(part uint64, m register.Membership) string {
	audience := "key"
	if m.Public {
		audience = "public"
	}
	return fmt.Sprintf("%d %s %q", part, audience, m.Set)
}

// lists verifies, after all records, that there are no more lists than they
// ask for and that each is counted.
func (c *checker) lists() error {
	c.endPart()
	parts, err := c.each(listBucket, func(k, _ []byte) {
		if _, err := partOf(k); err != nil {
			c.problem(listBucket, fmt.Sprintf("%x", k), "%v", err)
		}
	})
	if err != nil {
		return err
	}
	if parts != c.listed.parts {
		c.problem(listBucket, "", "%d parts, the records ask for %d", parts, c.listed.parts)
	}
	names, err := c.each(setBucket, func(k, v []byte) {
		m, err := parseListName(k)
		if err != nil {
			c.problem(setBucket, fmt.Sprintf("%x", k), "%v", err)
			return
		}
		if n, err := uvarint(v); err != nil || n != c.listed.totals[m] {
			c.problem(setBucket, fmt.Sprintf("%q", k), "counts %d, the records say %d", n, c.listed.totals[m])
		}
	})
	if err == nil && names != uint64(len(c.listed.totals)) {
		c.problem(setBucket, "", "%d lists, the records ask for %d", names, len(c.listed.totals))
	}
	return err
}

// stamp verifies that the datestamp of the next record is found by its place.
func (c *checker) stamp(rec *register.Record) {
	stamp := rec.Updated.Unix()
	k := stampKey(stamp)
	after, err := uvarint(c.tx.Bucket(stampBucket).Get(k[:]))
	if err != nil || after >= rec.Seq {
		c.problem(stampBucket, fmt.Sprint(stamp), "does not lead to the record at %d", rec.Seq)
	}
	if err == nil && stamp > c.listed.latest && c.listed.last > after {
		c.problem(stampBucket, fmt.Sprint(stamp), "leads to the record at %d, which is earlier", c.listed.last)
	}
	c.listed.latest, c.listed.last = max(c.listed.latest, stamp), rec.Seq
}
