package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const wholeList = "verb=ListRecords&metadataPrefix=marc21"

// oai compares harvesting the complete records as MARCXML, page by page over
// one connection, with yaz-marcdump on the same records, and pages of the list
// with each other.
func (b *bench) oai() error {
	data, err := b.imported()
	if err != nil {
		return err
	}
	keys, key, err := b.key()
	if err != nil {
		return err
	}
	ours, err := b.serving(data, "--keys", keys)
	if err != nil {
		return err
	}
	defer ours.stop()
	time.Sleep(time.Second) // until the second of the import is over
	h := b.newHarvest(ours.address, key)
	pages, err := b.harvestRates(h)
	if err != nil {
		return err
	}
	if err := b.pageTimes(h, pages); err != nil {
		return err
	}
	return b.harvestMemory(ours, h, pages)
}

// harvest is a harvester with a connection of its own.
type harvest struct {
	ctx       context.Context
	base, key string
	client    *http.Client
	body      bytes.Buffer
	taken     atomic.Int64 // items of the list that take follows
}

func (b *bench) newHarvest(address, key string) *harvest {
	return &harvest{ctx: b.ctx, base: "http://" + address + "/oai?", key: key, client: &http.Client{Transport: &http.Transport{DisableCompression: true}}}
}

// get reads the answer to one query into body and gives the seconds it took.
func (h *harvest) get(query, coding string) (float64, error) {
	req, err := http.NewRequestWithContext(h.ctx, http.MethodGet, h.base+query, nil)
	if err != nil {
		return 0, err
	}
	if h.key != "" {
		req.Header.Set("X-API-Key", h.key)
	}
	if coding != "" {
		req.Header.Set("Accept-Encoding", coding)
	}
	start := time.Now()
	res, err := h.client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	h.body.Reset()
	if _, err := h.body.ReadFrom(res.Body); err != nil && err != io.EOF {
		return 0, err
	}
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != coding {
		return 0, fmt.Errorf("%s: %s, Content-Encoding %q", query, res.Status, res.Header.Get("Content-Encoding"))
	}
	return time.Since(start).Seconds(), nil
}

// follow reads a list to its end and gives the query of every page. How many
// records there are it takes from where the last page begins and what is on it:
// to count them on every page would take longer than to send them.
func (h *harvest) follow(query string) (pages []string, records int, err error) {
	verb, _, _ := strings.Cut(query, "&")
	for query != "" {
		if _, err := h.get(query, ""); err != nil {
			return nil, 0, err
		}
		pages = append(pages, query)
		token, cursor := h.token()
		if query = ""; token != "" {
			query = verb + "&resumptionToken=" + url.QueryEscape(token)
			continue
		}
		records = cursor + bytes.Count(h.body.Bytes(), []byte("<record><header>"))
	}
	return pages, records, nil
}

// token is the resumptionToken of the page in body, "" if there is none, and the
// place of the page in the list.
func (h *harvest) token() (token string, cursor int) {
	page := h.body.Bytes()
	start, end, _ := bytes.Cut(page[max(0, bytes.LastIndex(page, []byte("<resumptionToken"))):], []byte(">"))
	if _, at, ok := bytes.Cut(start, []byte(`cursor="`)); ok {
		at, _, _ = bytes.Cut(at, []byte(`"`))
		cursor, _ = strconv.Atoi(string(at))
	}
	text, _, ok := bytes.Cut(end, []byte("</resumptionToken>"))
	if !ok {
		return "", cursor
	}
	return string(text), cursor
}

// harvestRates measures whole harvests and gives the queries of all pages.
func (b *bench) harvestRates(h *harvest) (pages []string, err error) {
	yaz := func() (float64, error) { return b.timed("yaz-marcdump", "-o", "marcxml", b.records()) }
	plain, theirs, err := b.alternate(func() (float64, error) {
		start := time.Now()
		var n int
		if pages, n, err = h.follow(wholeList); err == nil && n != b.n {
			err = fmt.Errorf("%d records in the list, want %d", n, b.n)
		}
		return time.Since(start).Seconds(), err
	}, yaz)
	if err != nil {
		return nil, err
	}
	b.atLeast("ListRecords marc21: speed of yaz-marcdump -o marcxml", theirs/plain, 2)
	compressed, theirs, err := b.alternate(func() (total float64, err error) {
		for _, p := range pages {
			seconds, err := h.get(p, "gzip")
			if err != nil {
				return 0, err
			}
			total += seconds
		}
		return total, nil
	}, yaz)
	if err != nil {
		return nil, err
	}
	b.atLeast("the same, compressed", theirs/compressed, 0.5)
	return pages, nil
}

// farPage is the number of the page that is compared with the first.
const farPage = 10_000

// pageTimes compares a page far into the list and the first page of every set
// with the first page of the whole.
func (b *bench) pageTimes(h *harvest, pages []string) error {
	if len(pages) < 3 {
		return fmt.Errorf("%d pages are too few", len(pages))
	}
	first, far, err := h.inTurns(20*b.runs, pages[0], pages[min(farPage, len(pages)-1)-1])
	if err != nil {
		return err
	}
	b.atMost("ListRecords: a page far into the list, time of the first", far/first, 1.2)
	sets, err := h.sets()
	if err != nil {
		return err
	}
	worst, slowest := 0.0, ""
	for _, set := range sets {
		plain, of, err := h.inTurns(max(3, b.runs), wholeList, wholeList+"&set="+url.QueryEscape(set))
		if err != nil {
			return err
		}
		if of/plain > worst {
			worst, slowest = of/plain, set
		}
	}
	// The slowest of so many is slow by chance as well: it is measured once more.
	plain, of, err := h.inTurns(20*b.runs, wholeList, wholeList+"&set="+url.QueryEscape(slowest))
	if err != nil {
		return err
	}
	worst = of / plain
	b.atMost("ListRecords: first page of "+slowest+", slowest of "+strconv.Itoa(len(sets))+" sets", worst, 3)
	return nil
}

// inTurns is the median time of two queries.
func (h *harvest) inTurns(n int, x, y string) (float64, float64, error) {
	var times [2][]float64
	for range n {
		for i, query := range []string{x, y} {
			seconds, err := h.get(query, "")
			if err != nil {
				return 0, 0, err
			}
			times[i] = append(times[i], seconds)
		}
	}
	return median(times[0]), median(times[1]), nil
}

// sets lists all sets.
func (h *harvest) sets() (all []string, err error) {
	for query := "verb=ListSets"; query != ""; {
		if _, err := h.get(query, ""); err != nil {
			return nil, err
		}
		for part := range strings.SplitSeq(h.body.String(), "<setSpec>") {
			if set, _, ok := strings.Cut(part, "</setSpec>"); ok {
				all = append(all, set)
			}
		}
		token, _ := h.token()
		if query = ""; token != "" {
			query = "verb=ListSets&resumptionToken=" + token
		}
	}
	return all, nil
}

// manyHarvesters is how many harvest at the same time.
const manyHarvesters = 8

// harvestMemory compares the memory of the second half of a harvest by many
// with that of the first.
func (b *bench) harvestMemory(ours *server, like *harvest, pages []string) error {
	var all sync.WaitGroup
	failed := make(chan error, manyHarvesters)
	for range manyHarvesters {
		all.Go(func() {
			if _, _, err := b.newHarvest(ours.address, like.key).follow(pages[0]); err != nil {
				failed <- err
			}
		})
	}
	memory := ours.watch()
	all.Wait()
	samples := memory.samples()
	close(failed)
	if err := <-failed; err != nil {
		return err
	}
	if len(samples) < 4 {
		return fmt.Errorf("%d looks at the memory are too few", len(samples))
	}
	half := len(samples) / 2
	early, late := slices.Max(samples[:half]), slices.Max(samples[half:])
	b.atMost("8 harvesters: memory of the second half by that of the first", float64(late)/float64(max(early, 1)), 1.2)
	b.atMost("8 harvesters: anonymous memory, MB", float64(slices.Max(samples))/1e6, b.memory)
	return nil
}
