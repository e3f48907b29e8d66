package portal_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"issnd/marc"
	"issnd/portal"
	"issnd/register"
	"issnd/store"
)

// serial is a record with a title.
func serial(t *testing.T, status register.Status, title string) *register.Record {
	t.Helper()
	r := hostileRecord(t, title, "http://a.example/")
	r.Status = status
	return r
}

// TestCacheFollowsTheRegister: an answer at hand is never given after the
// register has changed, in any coding, to anybody.
func TestCacheFollowsTheRegister(t *testing.T) {
	st, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{
		NoSync: true, Clock: func() time.Time { return someday },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	s := start(t, register.New(st), func(*portal.Config) {})
	withdrawn := serial(t, register.Confirmed, "Fifth")
	withdrawn.Deleted = true
	withdrawn.MARC.Leader[5] = 'd'
	for _, step := range []struct {
		name             string
		record           *register.Record
		public, complete int
		says             string
	}{
		{"created", serial(t, register.Confirmed, "First"), 200, 200, "First"},
		{"changed", serial(t, register.Confirmed, "Second"), 200, 200, "Second"},
		{"unreported", serial(t, register.Unreported, "Third"), 404, 200, "Third"},
		{"suppressed", serial(t, register.Suppressed, "Fourth"), 410, 200, "Fourth"},
		{"withdrawn", withdrawn, 410, 410, ""},
		{"revived", serial(t, register.Confirmed, "Sixth"), 200, 200, "Sixth"},
	} {
		t.Run(step.name, func(t *testing.T) {
			if _, err := st.Apply(t.Context(), []*register.Record{step.record}); err != nil {
				t.Fatal(err)
			}
			for range 3 { // rendered, then at hand
				for _, coding := range []string{"", "gzip"} {
					for key, status := range map[string]int{"": step.public, "$COMPLETE": step.complete} {
						checkStep(t, s, key, coding, status, step.says)
					}
				}
			}
		})
	}
}

func checkStep(t *testing.T, s *running, key, coding string, status int, says string) {
	t.Helper()
	var header []field
	if key != "" {
		header = append(header, field{"X-API-Key", key})
	}
	if coding != "" {
		header = append(header, field{"Accept-Encoding", coding})
	}
	resp, body := s.do(t, http.MethodGet, "/resource/ISSN/9990-0017.marcxml", header)
	if resp.Header.Get("Content-Encoding") == "gzip" {
		body = gunzip(t, body)
	}
	if resp.StatusCode != status {
		t.Errorf("key %q, coding %q: %d, want %d", key, coding, resp.StatusCode, status)
	}
	if status == http.StatusOK && !bytes.Contains(body, []byte(says)) {
		t.Errorf("key %q, coding %q: no %q in\n%s", key, coding, says, body)
	}
	secret := bytes.Contains(body, []byte(`tag="264"`))
	if key == "" && secret {
		t.Error("the public sees what a key opens")
	}
	if tag := resp.Header.Get("ETag"); tag != "" {
		if resp, _ := s.do(t, http.MethodGet, "/resource/ISSN/9990-0017.marcxml", append(header, field{"If-None-Match", tag})); resp.StatusCode != http.StatusNotModified {
			t.Errorf("key %q, coding %q: %d for a good copy", key, coding, resp.StatusCode)
		}
	}
}

// TestReplacementChangesAnswers: a record says what another one has come to
// say of it.
func TestReplacementChangesAnswers(t *testing.T) {
	st, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	s := start(t, register.New(st), func(*portal.Config) {})
	apply := func(r *register.Record) {
		t.Helper()
		if _, err := st.Apply(t.Context(), []*register.Record{r}); err != nil {
			t.Fatal(err)
		}
	}
	apply(serial(t, register.Cancelled, "Old"))
	before, body := s.do(t, http.MethodGet, "/resource/ISSN/9990-0017.ttl", nil)
	if bytes.Contains(body, []byte("9990-005X")) {
		t.Fatal("it names its replacement already")
	}
	by := &marc.Record{Leader: marc.Leader([]byte("00000cas a2200000 i 4500"))}
	by.Fields = []marc.Field{
		{Tag: marc.T("022"), Ind1: '0', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: "9990-005X"}, {Code: 'z', Value: "9990-0017"}}},
		{Tag: marc.T("222"), Ind1: ' ', Ind2: '0', Subfields: []marc.Subfield{{Code: 'a', Value: "New"}}},
	}
	rules := register.DefaultRules()
	r, err := rules.Record(by)
	if err != nil {
		t.Fatal(err)
	}
	apply(r)
	after, body := s.do(t, http.MethodGet, "/resource/ISSN/9990-0017.ttl", []field{{"If-None-Match", before.Header.Get("ETag")}})
	if after.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("9990-005X")) {
		t.Errorf("%d %s", after.StatusCode, body)
	}
}

// TestTagsOfLostTime: the tag of an answer from a time that was lost, when the
// register was put back to an earlier state, is never that of another answer.
func TestTagsOfLostTime(t *testing.T) {
	dir := t.TempDir()
	fetch := func(name string, titles ...string) *http.Response {
		t.Helper()
		st, err := store.Open(filepath.Join(dir, name), store.Options{NoSync: true, Clock: func() time.Time { return someday }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { st.Close() })
		for _, title := range titles {
			if _, err := st.Apply(t.Context(), []*register.Record{serial(t, register.Confirmed, title)}); err != nil {
				t.Fatal(err)
			}
		}
		s := start(t, register.New(st), func(*portal.Config) {})
		resp, _ := s.do(t, http.MethodGet, "/resource/ISSN/9990-0017.ttl", nil)
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		return resp
	}
	first := fetch("register.db", "First").Header.Get("ETag")
	data, err := os.ReadFile(filepath.Join(dir, "register.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "copy.db"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	lost := fetch("register.db", "Lost").Header.Get("ETag")
	if tag := fetch("copy.db").Header.Get("ETag"); tag != first {
		t.Errorf("the tag in the copy is %s, was %s", tag, first)
	}
	if tag := fetch("copy.db", "Second").Header.Get("ETag"); tag == lost || tag == "" {
		t.Errorf("the lost answer and another one have the tag %s", tag)
	}
}

// TestAtOnce: readers see whole answers while the register changes.
func TestAtOnce(t *testing.T) {
	st, err := store.Open(filepath.Join(t.TempDir(), "register.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	s := start(t, register.New(st), func(*portal.Config) {})
	titles := []string{"First", "Second"}
	var readers sync.WaitGroup
	for i := range 20 {
		if _, err := st.Apply(t.Context(), []*register.Record{serial(t, register.Confirmed, titles[i%2])}); err != nil {
			t.Fatal(err)
		}
		for range 4 {
			readers.Go(func() {
				resp, err := client.Get(s.url + "/resource/ISSN/9990-0017.nt")
				if err != nil {
					t.Error(err)
					return
				}
				defer resp.Body.Close()
				body, err := io.ReadAll(resp.Body)
				if err != nil {
					t.Error(err)
				}
				if one, two := bytes.Contains(body, []byte("First")), bytes.Contains(body, []byte("Second")); resp.StatusCode != 200 || one == two {
					t.Errorf("%d, both or neither title", resp.StatusCode)
				}
			})
		}
	}
	readers.Wait()
	_, body := s.do(t, http.MethodGet, "/resource/ISSN/9990-0017.nt", nil)
	if !bytes.Contains(body, []byte(titles[1])) {
		t.Errorf("the last answer is not about the last change:\n%s", body)
	}
}
