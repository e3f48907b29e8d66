package harvest

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// repeated is a text of n bytes between head and tail of an answer.
func repeated(before, text string, n int, after string) string {
	return head + "<ListRecords>" + before + strings.Repeat(text, n/len(text)) + after + "</ListRecords>" + tail
}

// TestHostileAnswers: what a provider sends to do harm is refused with a reason,
// or passed over, and costs no more memory than a few times its length.
func TestHostileAnswers(t *testing.T) {
	const size = 16 << 20
	for name, c := range map[string]struct{ body, refused string }{
		"nesting":            {repeated("", "<a>", size, ""), "nest deeper than 200"},
		"nesting of others":  {repeated("<record><about>", `<x xmlns="urn:x">`, size, ""), "nest deeper than 200"},
		"many attributes":    {repeated("<record", ` a=""`, size, "/>"), "a tag is longer than 65536 bytes"},
		"a long attribute":   {repeated(`<record a="`, "x", size, `"/>`), "a tag is longer than 65536 bytes"},
		"signs in quotes":    {repeated(`<record a="`, ">", size, `"/>`), "a tag is longer than 65536 bytes"},
		"a long name":        {repeated("<", "x", size, "/>"), "a tag is longer than 65536 bytes"},
		"a long end tag":     {repeated("<record></record", " ", size, ">"), "a tag is longer than 65536 bytes"},
		"long text":          {repeated("<resumptionToken>", "x", size, "</resumptionToken>"), ""},
		"many elements":      {repeated("", "<a/>", size, ""), ""},
		"instructions":       {repeated("", "<?x y?>", size, ""), ""},
		"comments":           {repeated("", "<!---->", size, ""), ""},
		"entities":           {"<!DOCTYPE OAI-PMH [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" + page(live("1234-5679", "&b;")), "document type"},
		"outside":            {"<!DOCTYPE OAI-PMH SYSTEM 'file:///etc/passwd'>" + page(), "document type"},
		"an unknown entity":  {page(live("1234-5679", "&b;")), "invalid character entity &b;"},
		"another encoding":   {`<?xml version="1.0" encoding="UTF-7"?><OAI-PMH/>`, "only UTF-8 is allowed"},
		"a lone end tag":     {"</a>", "unexpected end element"},
		"control characters": {page("\x00\x01"), "illegal character code"},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			// Beside the texts of all cases the collector would let as much garbage lie.
			defer debug.SetMemoryLimit(debug.SetMemoryLimit(int64(before.Sys-before.HeapReleased) + 4*size))
			_, err := parse([]byte(c.body))
			runtime.ReadMemStats(&after)
			if (err == nil) != (c.refused == "") || err != nil && !strings.Contains(err.Error(), c.refused) {
				t.Errorf("refused: %v, want %q", err, c.refused)
			}
			// Small elements that follow each other are garbage at once.
			if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 8*size {
				t.Errorf("the heap grew by %d MB for %d MB", grown>>20, size>>20)
			}
		})
	}
}

// TestGzipBomb: an answer that is small on the way and huge when it is unpacked
// is left where it is too long.
func TestGzipBomb(t *testing.T) {
	const unpacked = 1 << 30
	var bomb bytes.Buffer
	z, _ := gzip.NewWriterLevel(&bomb, gzip.BestSpeed)
	block := make([]byte, 1<<20)
	io.WriteString(z, head)
	for range unpacked / len(block) / 8 { // an eighth, given eight times, as members
		z.Write(block)
	}
	z.Close()
	at := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		for range 8 {
			if _, err := w.Write(bomb.Bytes()); err != nil {
				return // the client has left
			}
		}
	}))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := (&Client{Tries: 1}).ask(t.Context(), at, url.Values{"verb": {"Identify"}})
	runtime.ReadMemStats(&after)
	if !errors.Is(err, errTooLong) {
		t.Errorf("error %v, want %v", err, errTooLong)
	}
	// Of all that was ever asked for no collector can take any off.
	if made := after.TotalAlloc - before.TotalAlloc; made > unpacked/4 {
		t.Errorf("%d MB are made of it", made>>20)
	}
}

// TestNoDowngrade: a provider that is reached by https cannot lead to where the
// key would be in the clear.
func TestNoDowngrade(t *testing.T) {
	asked := false
	clear := newServer(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	safe := httptest.NewTLSServer(http.RedirectHandler(clear, http.StatusFound))
	defer safe.Close()
	c := &Client{HTTP: safe.Client(), Key: "secret", Tries: 1}
	if _, err := c.ask(t.Context(), safe.URL, url.Values{"verb": {"Identify"}}); !errors.Is(err, errDowngrade) || asked {
		t.Errorf("error %v, want %v; asked: %v", err, errDowngrade, asked)
	}
}

// TestPasswordIsNotShown: errors are for logs and reports.
func TestPasswordIsNotShown(t *testing.T) {
	_, err := (&Client{Tries: 1}).ask(t.Context(), "http://user:secret@127.0.0.1:1/oai", url.Values{"verb": {"Identify"}})
	if err == nil || strings.Contains(err.Error(), "secret") {
		t.Error(err)
	}
}
