package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"issnd/bench/generate"
	"issnd/issn"
	"issnd/marc"
)

// changes are records of the register with another title.
type changes struct {
	Revision int
	file     string
	ids      []issn.ISSN // in the order of the file
	in       issnSet
	public   int          // how many of them the public knows
	reported atomic.Int64 // how many the import has said are in the register
}

// changedShare bounds the changes of a small register: one of so many records.
const changedShare = 20

// newChanges writes a file of records with a title that no earlier soak of the
// directory has given them.
func (b *bench) newChanges(m *members) (*changes, error) {
	c := &changes{in: newISSNSet(), file: filepath.Join(b.dir, b.name()+"-changes.mrc")}
	b.kept("changes", c)
	c.Revision++
	if err := b.keep("changes", c); err != nil {
		return nil, err
	}
	g := generate.New(b.seed, b.n)
	n := min(mostChanges, b.n/changedShare)
	var out []byte
	for i := 0; i < b.n && len(c.ids) < n; i += b.n / (n + n/8 + 1) {
		r := g.Revision(i, c.Revision)
		if r == nil {
			continue
		}
		var err error
		if out, err = marc.AppendISO2709(out, r); err != nil {
			return nil, err
		}
		id := g.ISSN(i)
		c.ids = append(c.ids, id)
		c.in.add(id)
		if m.inPublic.has(id) {
			c.public++
		}
	}
	return c, os.WriteFile(c.file, out, 0o644)
}

// importChanges imports the changes beside the load, again until all are in the
// register.
func (s *soaking) importChanges() error {
	s.await(importAfter)
	for tries := 0; ; tries++ {
		err := s.importOnceMore()
		if err == nil || s.kills == 0 || tries > 10*s.kills+10 {
			return err
		}
	}
}

// importOnceMore runs one import. The server is not killed before the import
// talks to it, which would otherwise take the store for itself.
func (s *soaking) importOnceMore() error {
	s.up.RLock()
	free := sync.OnceFunc(s.up.RUnlock)
	defer free()
	c := exec.CommandContext(s.ctx, "bin/issnd", "import", "--data", s.data, "--batch", "1000", "--progress-every", "0s", s.changes.file)
	said, err := c.StderrPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	for lines := bufio.NewScanner(said); lines.Scan(); {
		var n int64
		if _, err := fmt.Sscanf(lines.Text(), "records=%d", &n); err == nil {
			s.changes.reported.Store(max(n, s.changes.reported.Load()))
			free()
		}
	}
	if err := c.Wait(); err != nil {
		return fmt.Errorf("import beside the load: %w", err)
	}
	return nil
}

// killing kills the server, starts it again and looks for what was in the
// register.
func (s *soaking) killing() error {
	for k := range s.kills {
		s.awaitKill(k)
		if s.ended.Err() != nil {
			return fmt.Errorf("the load was over before kill %d", k+1)
		}
		s.up.Lock()
		committed := s.changes.reported.Load()
		s.server.kill()
		err := s.start()
		s.up.Unlock()
		if err != nil {
			return err
		}
		lost, err := s.withoutRevision(s.changes.ids[:committed])
		if err != nil {
			return err
		}
		s.exactly(fmt.Sprintf("kill %d: of %d changes that were reported, lost", k+1, committed), lost, 0)
		absent, err := s.absent()
		if err != nil {
			return err
		}
		s.exactly(fmt.Sprintf("kill %d: of 1000 other records, lost", k+1), absent, 0)
	}
	return nil
}

// awaitKill waits for the middle of the harvest, then for that of the import,
// and then for equal parts of the load.
func (s *soaking) awaitKill(k int) {
	switch k {
	case 0:
		s.until(func() bool { return s.harvest.taken.Load() >= int64(s.n/3) })
	case 1:
		s.until(func() bool { return s.changes.reported.Load() >= int64(len(s.changes.ids)/3) })
	default:
		s.await((float64(k) + 0.5) / float64(s.kills))
	}
}

// absent counts those of 1000 public records that are not served.
func (s *soaking) absent() (int, error) {
	all := s.members.public
	var some []issn.ISSN
	for i := 0; i < len(all); i += max(1, len(all)/1000) {
		some = append(some, all[i])
	}
	return s.count(some, func(status int, _ []byte) bool { return status != http.StatusOK })
}

// withoutRevision counts the records that have not got their new title.
func (s *soaking) withoutRevision(ids []issn.ISSN) (int, error) {
	word := []byte(generate.RevisionWord(s.changes.Revision))
	return s.count(ids, func(status int, body []byte) bool { return status != http.StatusOK || !bytes.Contains(body, word) })
}

// count asks for records with a key, several at the same time, and counts the
// answers that are wrong.
func (s *soaking) count(ids []issn.ISSN, wrong func(status int, body []byte) bool) (int, error) {
	const clients = 4
	var all sync.WaitGroup
	var n atomic.Int64
	errs := make([]error, clients)
	for c := range clients {
		all.Go(func() {
			for i := c; i < len(ids) && errs[c] == nil; i += clients {
				status, body, err := s.get("/resource/ISSN/"+ids[i].String()+".mrc", s.key)
				if errs[c] = err; err == nil && wrong(status, body) {
					n.Add(1)
				}
			}
		})
	}
	all.Wait()
	return int(n.Load()), errors.Join(errs...)
}

func (s *soaking) get(path, key string) (status int, body []byte, err error) {
	req, err := http.NewRequestWithContext(s.ctx, http.MethodGet, "http://"+s.address+path, nil)
	if err != nil {
		return 0, nil, err
	}
	if key != "" {
		req.Header.Set("X-API-Key", key)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	body, err = io.ReadAll(res.Body)
	return res.StatusCode, body, err
}

// reportChanges looks for all changes, by record and by search.
func (s *soaking) reportChanges() error {
	lost, err := s.withoutRevision(s.changes.ids)
	if err != nil {
		return err
	}
	s.exactly(fmt.Sprintf("of %d changes, not served", len(s.changes.ids)), lost, 0)
	for _, l := range []struct {
		who, key string
		want     int
	}{{"the public", "", s.changes.public}, {"a key", s.key, len(s.changes.ids)}} {
		total, err := s.awaitTotal(l.key, l.want)
		if err != nil {
			return err
		}
		s.exactly("changes that a search by "+l.who+" finds", total, l.want)
	}
	return nil
}

// awaitTotal searches until as many changes are found as there are, at most a
// minute.
func (s *soaking) awaitTotal(key string, want int) (total int, err error) {
	path := "/sru?maximumRecords=1&query=" + url.QueryEscape("dc.title="+generate.RevisionWord(s.changes.Revision))
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		_, body, err := s.get(path, key)
		if total = found(body); err != nil || total == want || time.Now().After(deadline) {
			return total, err
		}
	}
}

// statusText lists statuses and how often each was answered.
func statusText(statuses map[int]int) string {
	var out string
	for status := range 600 {
		if n := statuses[status]; n > 0 && status == 0 {
			out += fmt.Sprintf("none: %d, ", n)
		} else if n > 0 {
			out += fmt.Sprintf("%d: %d, ", status, n)
		}
	}
	return out[:max(0, len(out)-2)]
}
