package main

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"issnd/bench/generate"
	"issnd/issn"
	"issnd/register"
)

// issnSet is a set of ISSNs, a bit for every number that there is.
type issnSet []uint64

func newISSNSet() issnSet { return make(issnSet, generate.Max/64+1) }

// add reports whether the number was not in the set before.
func (s issnSet) add(id issn.ISSN) bool {
	n := id.Number()
	was := s[n/64]
	s[n/64] |= 1 << (n % 64)
	return s[n/64] != was
}

func (s issnSet) has(id issn.ISSN) bool { return s[id.Number()/64]>>(id.Number()%64)&1 != 0 }

// members are all records of the register and those that the public knows.
type members struct {
	all, public     []issn.ISSN
	inAll, inPublic issnSet
}

func (b *bench) members() *members {
	g, rules := generate.New(b.seed, b.n), register.DefaultRules()
	m := &members{inAll: newISSNSet(), inPublic: newISSNSet()}
	for i := range b.n {
		m.all = append(m.all, g.ISSN(i))
		m.inAll.add(g.ISSN(i))
		if r, err := rules.Record(g.Record(i)); err == nil && r.Public() {
			m.public = append(m.public, r.ISSN)
			m.inPublic.add(r.ISSN)
		}
	}
	return m
}

// inventory is what a list of records or headers has.
type inventory struct {
	seen    issnSet
	items   int
	twice   int    // items that were there before
	deleted int    // of the items
	size    int    // completeListSize, or the items where the list is one page
	began   string // responseDate of the first page
	waited  int    // requests that had to be sent again
}

// missing counts those of a list that are in no inventory.
func missing(want []issn.ISSN, got ...*inventory) (n int) {
next:
	for _, id := range want {
		for _, v := range got {
			if v.seen.has(id) {
				continue next
			}
		}
		n++
	}
	return n
}

// take follows a list to its end. Where the server may be away requests are
// sent again until it is back.
func (h *harvest) take(query string, patient bool) (*inventory, error) {
	v := &inventory{seen: newISSNSet()}
	verb, _, _ := strings.Cut(query, "&")
	for query != "" {
		if err := h.ask(query, patient, v); err != nil {
			return v, err
		}
		page := h.body.Bytes()
		if code := between(page, `<error code="`, `"`); code == "noRecordsMatch" {
			break // nothing has changed, or the rest of the list has
		} else if code != "" {
			return v, fmt.Errorf("%s: error %s", query, code)
		}
		if v.began == "" {
			v.began = between(page, "<responseDate>", "</responseDate>")
			v.size, _ = strconv.Atoi(between(page, `completeListSize="`, `"`))
		}
		if err := v.read(page); err != nil {
			return v, err
		}
		h.taken.Store(int64(v.items))
		query = ""
		if token, _ := h.token(); token != "" {
			query = verb + "&resumptionToken=" + url.QueryEscape(token)
		}
	}
	if v.size == 0 {
		v.size = v.items
	}
	return v, nil
}

// ask is get, again until it succeeds or nobody can hope any more.
func (h *harvest) ask(query string, patient bool, v *inventory) error {
	for deadline := time.Now().Add(5 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		_, err := h.get(query, "")
		if err == nil || !patient || h.ctx.Err() != nil || time.Now().After(deadline) {
			return err
		}
		v.waited++
	}
}

// read takes the items of a page.
func (v *inventory) read(page []byte) error {
	for {
		_, rest, found := bytes.Cut(page, []byte("<header"))
		if !found {
			return nil
		}
		id, err := issn.Parse(lastPart(between(rest, "<identifier>", "</identifier>")))
		if err != nil {
			return err
		}
		v.items++
		if !v.seen.add(id) {
			v.twice++
		}
		if bytes.HasPrefix(rest, []byte(` status="deleted"`)) {
			v.deleted++
		}
		page = rest
	}
}

// between is the first text that stands between two others, "" if none does.
func between(text []byte, before, after string) string {
	_, rest, _ := bytes.Cut(text, []byte(before))
	inside, _, found := bytes.Cut(rest, []byte(after))
	if !found {
		return ""
	}
	return string(inside)
}

// lastPart is what an identifier of an item has after its last colon.
func lastPart(identifier string) string { return identifier[strings.LastIndexByte(identifier, ':')+1:] }
