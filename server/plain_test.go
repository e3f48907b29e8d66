package server

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/field"
)

// telling answers with what it has been asked, in every way that a handler may
// answer.
func telling(w http.ResponseWriter, r *http.Request) {
	body := fmt.Sprintf("%s %s %s %s %v %v %q", r.Method, r.RequestURI, r.URL, r.Host, r.Header, r.ContentLength, r.TransferEncoding)
	sent, err := io.ReadAll(r.Body)
	body += fmt.Sprint(string(sent), err)
	h := w.Header()
	h["Etag"] = []string{`"1"`}
	h["Vary"] = []string{"Accept", "X-A"}
	switch strings.TrimPrefix(r.URL.Path, "/plain/") {
	case "typed":
		h.Set("Content-Type", "text/turtle")
	case "untyped":
		h["Content-Type"] = nil
	case "length":
		h.Set("Content-Length", fmt.Sprint(len(body)))
	case "line":
		h.Set("Content-Location", "/a\r\nX-Forged: 1")
	case "lent":
		lent := []byte("<http://a>; rel=\"next\"\r\nX-Forged: 1")
		field.Add(w, "Link", lent)
		clear(lent)
	case "close":
		h.Set("Connection", "close")
	case "none":
		w.WriteHeader(http.StatusNoContent)
		return
	case "same":
		w.WriteHeader(http.StatusNotModified)
		return
	case "nothing":
		return
	case "gone":
		w.WriteHeader(http.StatusGone)
	case "undated":
		h["Date"] = nil
	case "pieces":
		for _, b := range []byte(body) {
			w.Write([]byte{b})
		}
		return
	case "short":
		h.Set("Content-Length", fmt.Sprint(len(body)+1))
	case "long":
		h.Set("Content-Length", "10")
		w.Write([]byte("0123456789"))
	case "abort":
		panic(http.ErrAbortHandler)
	}
	io.WriteString(w, body)
}

// TestPlain: a client cannot tell by whom its request is answered.
func TestPlain(t *testing.T) {
	o := Options{ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: time.Minute, MaxHeader: 2 << 10}
	ours := o
	ours.Plain = []string{"/pl/", "/plain/"}
	plainly, _ := serving(t, t.Context(), http.HandlerFunc(telling), ours)
	usual, _ := serving(t, t.Context(), http.HandlerFunc(telling), o)
	const fields = " HTTP/1.1\r\nHost: example.org:80\r\nAccept: text/turtle;q=0.5, */*\r\nuser-agent:  a b \r\nConnection: Keep-Alive\r\n\r\n"
	var tests []string
	for _, path := range []string{
		"", "typed", "untyped", "length", "line", "lent", "close", "none", "same", "nothing", "gone", "undated", "pieces", "short", "long", "abort",
		"a/../b//c?format=turtle", "a?", "a?b?c", "a%20b", "a?b=c%20d+%22e%22%zz&f=(g*),'h'!;i:j@$", "a?b=\"c\"", "a?b#c", "a?b|c", "a;b", "a#b", "é", "a b", "*",
	} {
		tests = append(tests, "GET /plain/"+path+fields)
	}
	get := func(fields string) string { return "GET /plain/typed HTTP/1.1\r\nHost: a\r\n" + fields }
	tests = append(tests,
		"GET /other"+fields, "HEAD /plain/typed"+fields, "POST /plain/typed"+fields, "get /plain/typed"+fields,
		"GET http://b/plain/typed"+fields, "GET  /plain/typed"+fields, "GET /plain/typed HTTP/1.0\r\nHost: a\r\n\r\n",
		"GET /plain/typed HTTP/1.1\n\n", "GET /plain/typed HTTP/1.1\nHost: a\n\n", "GET /plain/typed HTTP/1.1\r\n\r\n",
		"GET /plain/typed HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "GET /plain/typed HTTP/1.1\r\nHost: a/b\r\n\r\n",
		"GET /plain/typed HTTP/1.1\r\nHost:\r\n\r\n", "\r\n"+get("\r\n"), get("Accept: a\r\n\tb\r\n\r\n"),
		get("Accept : a\r\n\r\n"), get("Accept\r\n\r\n"), get(": a\r\n\r\n"), get("Accept: a\x00b\r\n\r\n"), get("Accept: \xff\r\n\r\n"),
		get("Accept: a\r\nAccept: b\r\n\r\n"), get("Accept:\r\n\r\n"), get("X-A: a\tb\r\n\r\n"), get("X-A: a\rb\r\n\r\n"),
		get("Connection: close\r\n\r\n"), get("Connection: upgrade\r\nUpgrade: h2c\r\n\r\n"), get("Expect: 100-continue\r\n\r\n"),
		get("Pragma: no-cache\r\n\r\n"), get("Content-Length: 5\r\n\r\nhello"), get("Content-Length: 0\r\n\r\n"),
		get("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), get("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
		get("Content-Length: 40\r\n\r\n")+get("\r\n"), get("X-A: "+strings.Repeat("a", 1<<10)+"\r\n\r\n"),
		get("X-A: "+strings.Repeat("a", 16<<10)+"\r\n\r\n"), get("\r\n")+get("X-A: 2\r\n\r\n"), get("\r\n")+"GET /other HTTP/1.1\r\nHost: a\r\n\r\nGET /oth",
	)
	for _, request := range tests {
		t.Run(fmt.Sprintf("%.60q", request), func(t *testing.T) {
			if diff := cmp.Diff(answers(t, usual, request), answers(t, plainly, request)); diff != "" {
				t.Errorf("answers (-net/http +plain):\n%s", diff)
			}
		})
	}
}

// heard is what a client gets.
type heard struct {
	Status string
	Header http.Header
	Body   string
	Err    string
	Close  bool
}

// answers are those to what is sent, after another request and on the same
// connection, which the client ends for its part.
func answers(t *testing.T, address, sent string) (all []heard) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(eventually))
	in := bufio.NewReader(c)
	io.WriteString(c, "GET /plain/before HTTP/1.1\r\nHost: a\r\n\r\n")
	all = append(all, readAnswer(in))
	io.WriteString(c, sent)
	c.(*net.TCPConn).CloseWrite()
	for range 3 {
		a := readAnswer(in)
		if all = append(all, a); a.Err != "" {
			break
		}
	}
	return all
}

func readAnswer(in *bufio.Reader) heard {
	resp, err := http.ReadResponse(in, nil)
	if err != nil {
		return heard{Err: err.Error()}
	}
	body, err := io.ReadAll(resp.Body)
	a := heard{Status: resp.Status, Header: resp.Header, Body: string(body), Close: resp.Close}
	if err != nil {
		a.Err = err.Error()
	}
	if dates := a.Header["Date"]; len(dates) == 1 {
		if _, err := http.ParseTime(dates[0]); err == nil {
			dates[0] = "now"
		}
	}
	return a
}

// TestPlainIsTaken: the short way is taken for what clients send.
func TestPlainIsTaken(t *testing.T) {
	c := &plainConn{plain: &plainListener{options: &Options{Plain: []string{"/resource/", "/sru"}, MaxHeader: 1 << 20}}, base: &http.Request{}}
	for request, want := range map[string]bool{
		"GET /resource/ISSN/0028-0836 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: text/turtle\r\n\r\n":                                                      true,
		"GET /resource/ISSN/0028-0836.ttl?format=turtle HTTP/1.1\r\nHost: [::1]\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\n\r\n":                           true,
		"GET /resource/ISSN/0028-0836 HTTP/1.1\r\nhost: a\r\nconnection: keep-alive\r\nif-none-match: \"1\"\r\nx-forwarded-for: 10.0.0.1, 10.0.0.2\r\n\r\n": true,
		"GET /sru?version=1.1&query=dc.title%3D%22a*%22+and+b HTTP/1.1\r\nHost: a\r\n\r\n":                                                                  true,
		"GET /resourceful HTTP/1.1\r\nHost: a\r\n\r\n":                                                                                                      false,
		"GET /resource/ISSN/0028-0836 HTTP/1.1\r\nHost: a\r\n":                                                                                              false,
		"GET /resource/ISSN/0028-0836 HTTP/1.1\r\nHost: a\r\n\r\n ":                                                                                         false,
		"GET /resource/ISSN/0028-0836 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n":                                                                     false,
		"GET /resource/ISSN/0028-0836 HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("a", 4096) + "\r\n\r\n":                                                  false,
	} {
		if got := c.parse([]byte(request)) != nil; got != want {
			t.Errorf("%.100q: %v, want %v", request, got, want)
		}
	}
}

// TestPlainFields: fields stand in order, whatever the answer before had, and no
// value makes lines of its own.
func TestPlainFields(t *testing.T) {
	w := plainResponse{header: http.Header{}}
	for _, fields := range []http.Header{
		{"B": {"1"}, "A": {"2"}, "C": {"3"}},
		{"C": {"4"}, "B": {"5"}, "A": {"6", "7"}},
		{"C": {"8"}, "D": {"9"}, "A": {"10"}},
		{"D": {"11\r\nE: 12"}},
		{},
		{"D": {"\n13"}, "E": nil},
	} {
		w.begin(time.Unix(1, 0), false)
		want := "HTTP/1.1 204 No Content\r\n"
		for _, name := range slices.Sorted(maps.Keys(fields)) {
			w.header[name] = fields[name]
			for _, v := range fields[name] {
				want += name + ": " + strings.NewReplacer("\r", " ", "\n", " ").Replace(v) + "\r\n"
			}
		}
		w.WriteHeader(http.StatusNoContent)
		got, _ := w.finish()
		want += "Date: Thu, 01 Jan 1970 00:00:01 GMT\r\n\r\n"
		if diff := cmp.Diff(want, string(got)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		w.release()
	}
}

// TestPlainMemory: a request has nothing of the one before it on the connection,
// and what a handler has kept of that one stays as it was.
func TestPlainMemory(t *testing.T) {
	c := &plainConn{plain: &plainListener{options: &Options{Plain: []string{"/r/"}}}, base: &http.Request{Method: http.MethodGet}}
	buf := []byte("GET /r/first?a=b HTTP/1.1\r\nHost: one\r\nAccept: text/turtle\r\nX-Api-Key: secret\r\n\r\n")
	first := c.parse(buf)
	if first == nil {
		t.Fatal("not plain")
	}
	path, query, host, uri, key := first.URL.Path, first.URL.RawQuery, first.Host, first.RequestURI, first.Header.Get("X-Api-Key")
	n := copy(buf, "GET /r/2 HTTP/1.1\r\nHost: b\r\nAccept: */*\r\n\r\n")
	second := c.parse(buf[:n])
	if second == nil {
		t.Fatal("the second is not plain")
	}
	got := []string{second.URL.String(), second.Host, second.RequestURI, fmt.Sprint(second.Header), path, query, host, uri, key}
	want := []string{"/r/2", "b", "/r/2", "map[Accept:[*/*]]", "/r/first", "a=b", "one", "/r/first?a=b", "secret"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzPlainRequest: what is plain net/http reads as the same request, and to
// the last byte.
func FuzzPlainRequest(f *testing.F) {
	f.Add("GET /r/a?b=c HTTP/1.1\r\nHost: a:1\r\naccept: b\r\nConnection: keep-alive\r\n\r\n")
	f.Add("GET /sru?query=a%3D%22b%20*+c HTTP/1.1\r\nHost: a\r\n\r\n")
	f.Add("GET /r/../%20 HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
	f.Add("GET /r/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nPragma: no-cache\r\n\r\n0\r\n\r\n")
	c := &plainConn{plain: &plainListener{options: &Options{Plain: []string{"/r/", "/sru"}}}, base: &http.Request{
		Method: http.MethodGet, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Body: http.NoBody,
	}}
	f.Fuzz(func(t *testing.T, data string) {
		got := c.parse([]byte(data))
		if got == nil {
			return
		}
		in := bufio.NewReader(strings.NewReader(data))
		want, err := http.ReadRequest(in)
		if err != nil {
			t.Fatalf("net/http refuses it: %v", err)
		}
		if in.Buffered() > 0 || want.Body != http.NoBody || want.ContentLength != 0 || want.Close || len(want.TransferEncoding) > 0 {
			t.Errorf("more than a header: %#v", want)
		}
		type parts struct {
			Method, Proto, Host, URI string
			URL                      any
			Header                   http.Header
		}
		of := func(r *http.Request) parts {
			return parts{r.Method, r.Proto, r.Host, r.RequestURI, *r.URL, r.Header}
		}
		if diff := cmp.Diff(of(want), of(got)); diff != "" {
			t.Errorf("request (-net/http +plain):\n%s", diff)
		}
	})
}

// BenchmarkPlain answers small requests over a connection.
func BenchmarkPlain(b *testing.B) {
	for name, plain := range map[string]string{"net-http": "", "plain": "/plain/"} {
		b.Run(name, func(b *testing.B) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				b.Fatal(err)
			}
			body := bytes.Repeat([]byte("a"), 2000)
			go Serve(b.Context(), l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				h := w.Header()
				for _, k := range []string{"A", "B", "C", "D", "E", "F", "G", "H", "I", "Content-Type"} {
					h[k] = []string{"value"}
				}
				h["Content-Length"] = []string{"2000"}
				w.Write(body)
			}), Options{Plain: []string{plain}, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: time.Minute})
			c, err := net.Dial("tcp", l.Addr().String())
			if err != nil {
				b.Fatal(err)
			}
			defer c.Close()
			request := []byte("GET /plain/x HTTP/1.1\r\nHost: example.org\r\nAccept: text/turtle\r\n\r\n")
			buf := make([]byte, 8<<10)
			b.ReportAllocs()
			for b.Loop() {
				c.Write(request)
				for n := 0; n < 2000; {
					m, err := c.Read(buf)
					if err != nil {
						b.Fatal(err)
					}
					n += m
				}
			}
		})
	}
}
