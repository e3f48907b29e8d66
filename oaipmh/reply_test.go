package oaipmh

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"issnd/register"
)

const longList = "verb=ListRecords&metadataPrefix=marc21"

// longReply is a page that is longer than several pieces.
func longReply(t *testing.T) *fixture {
	t.Helper()
	f := start(t, func(c *Config) { c.Records = 1000 })
	whole, err := f.AppendResponse(t.Context(), nil, register.Viewer{}, testSite, longList)
	if err != nil || len(whole) < 100<<10 {
		t.Fatalf("%d bytes (%v): too few to be sent in pieces", len(whole), err)
	}
	return f
}

// TestPieces: a list that is sent while it is made is the one that is made as a
// whole, compressed or not.
func TestPieces(t *testing.T) {
	f := longReply(t)
	server := httptest.NewServer(f.handler(nil))
	defer server.Close()
	get := func(method, coding string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL+Path+"?"+longList, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", coding)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { res.Body.Close() })
		return res
	}
	res := get(http.MethodGet, "identity")
	plain, err := io.ReadAll(res.Body)
	if err != nil || res.ContentLength >= 0 {
		t.Fatalf("Content-Length %d, want none; %v", res.ContentLength, err)
	}
	want, err := f.AppendResponse(t.Context(), nil, register.Viewer{}, server.URL+"/", longList)
	if err != nil || afterDate(plain) != afterDate(want) {
		t.Errorf("%d bytes in pieces are not the %d of the whole: %v", len(plain), len(want), err)
	}
	res = get(http.MethodGet, "gzip")
	z, err := gzip.NewReader(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if unzipped, err := io.ReadAll(z); err != nil || afterDate(unzipped) != afterDate(want) {
		t.Errorf("%d bytes unpacked, want %d: %v", len(unzipped), len(want), err)
	}
	if res := get(http.MethodHead, "identity"); res.StatusCode != http.StatusOK || res.ContentLength < int64(len(want))/2 {
		t.Errorf("HEAD: %s, Content-Length %d", res.Status, res.ContentLength)
	}
}

// afterDate is a response from the request on, as responseDate is another one
// in the next second.
func afterDate(response []byte) string {
	_, rest, _ := bytes.Cut(response, []byte("</responseDate>"))
	return string(rest)
}

// leaving is a client that leaves after the first piece.
type leaving struct {
	*httptest.ResponseRecorder
	pieces int
}

func (l *leaving) Write(p []byte) (int, error) {
	if l.pieces++; l.pieces > 1 {
		return 0, errors.New("broken pipe")
	}
	return l.ResponseRecorder.Write(p)
}

// expiring is a context whose time is over when it is closed.
type expiring struct {
	context.Context
	over chan struct{}
}

func (e *expiring) Done() <-chan struct{} { return e.over }

func (e *expiring) Err() error {
	select {
	case <-e.over:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// slow is a client that takes the first piece until the time is over.
type slow struct {
	*httptest.ResponseRecorder
	over func()
}

func (s *slow) Write(p []byte) (int, error) {
	s.over()
	return s.ResponseRecorder.Write(p)
}

// TestCutOff: an answer that cannot go on after it has begun, because the client
// has left or the time is over, is cut off and not ended as if it were whole.
func TestCutOff(t *testing.T) {
	ctx := &expiring{t.Context(), make(chan struct{})}
	for name, w := range map[string]http.ResponseWriter{
		"left": &leaving{ResponseRecorder: httptest.NewRecorder()},
		"late": &slow{httptest.NewRecorder(), sync.OnceFunc(func() { close(ctx.over) })},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, Path+"?"+longList, nil)
			if name == "late" {
				r = r.WithContext(ctx)
			}
			defer func() {
				if v := recover(); v != http.ErrAbortHandler {
					t.Errorf("the handler ends with %v, as if the answer were whole or the client not to blame", v)
				}
			}()
			longReply(t).handler(nil).ServeHTTP(w, r)
		})
	}
}
