package main

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"issnd/bench/generate"
	"issnd/config"
	"issnd/format"
	"issnd/limit"
	"issnd/server"
)

// reloading is a server whose files are changed.
type reloading struct {
	*served
	t    *testing.T
	file string
}

// hangUp tells the server to read its files anew, and waits until the log has
// the words once more.
func (r *reloading) hangUp(words string) {
	r.t.Helper()
	before := strings.Count(r.log.String(), words)
	if err := r.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		r.t.Fatal(err)
	}
	r.awaitLog(words, before+1)
}

func (r *reloading) awaitLog(words string, times int) {
	r.t.Helper()
	for deadline := time.Now().Add(eventually); strings.Count(r.log.String(), words) < times; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			r.t.Fatalf("the log does not say %q", words)
		}
	}
}

func (r *reloading) write(path, text string) {
	r.t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		r.t.Fatal(err)
	}
}

// status is what a request with a key gets.
func (r *reloading) status(key string) int {
	r.t.Helper()
	in, err := http.NewRequest(http.MethodGet, "http://"+r.address+"/formats", nil)
	if err != nil {
		r.t.Fatal(err)
	}
	in.Header.Set("X-API-Key", key)
	res, err := http.DefaultClient.Do(in)
	if err != nil {
		r.t.Fatal(err)
	}
	res.Body.Close()
	return res.StatusCode
}

// TestReload: SIGHUP brings keys and options without a restart, names those
// that need one, and a file with a fault changes nothing.
func TestReload(t *testing.T) {
	s := newServed(t, generate.New(1, 20), 20)
	r := &reloading{s, t, filepath.Join(s.dir, "issnd.toml")}
	r.write(r.file, "[log]\naccess = false\n")
	s.level, s.options, s.limited = "info", []string{"--config", r.file}, true
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	const done = "read anew"

	added, err := s.run(t.Context(), "key", "add", "--keys", s.keys, "--name", "Another", "--tier", "complete")
	if err != nil {
		t.Fatal(err)
	}
	another := strings.TrimSpace(string(added))
	if got := r.status(another); got != http.StatusUnauthorized {
		t.Errorf("a key that the server has not read: %d", got)
	}
	r.hangUp(done)
	if _, err := s.run(t.Context(), "key", "revoke", "--keys", s.keys, "--name", "Library"); err != nil {
		t.Fatal(err)
	}
	if a, b := r.status(another), r.status(s.key); a != http.StatusOK || b != http.StatusOK {
		t.Errorf("a new key %d, one revoked after the server has read the file %d", a, b)
	}
	r.hangUp(done)
	if got := r.status(s.key); got != http.StatusUnauthorized {
		t.Errorf("a revoked key: %d", got)
	}

	r.write(r.file, "title = \"Another\"\n[log]\naccess = true\n[limits.public]\nrecord = \"1/s burst 1\"\n")
	if strings.Contains(s.log.String(), "msg=request ") {
		t.Error("requests are logged before it is asked for")
	}
	r.hangUp(done)
	r.awaitLog("key=title", 1)
	r.awaitLog(`changed="[limits.public.record log.access]"`, 1)
	r.status(another)
	r.awaitLog(`account=Another`, 1)
	r.hangUp(done)
	r.awaitLog("key=title", 2) // still

	keys, err := os.ReadFile(s.keys)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range []struct{ options, keys string }{
		{"[log]\nlevle = \"debug\"\n", string(keys)},
		{"[log]\nformat = \"loud\"\n", string(keys)},
		{"", "[[key]]\nhash = \"x\"\n"},
	} {
		r.write(r.file, fault.options)
		r.write(s.keys, fault.keys)
		r.hangUp("the configuration stays as it was")
		if got := r.status(another); got != http.StatusOK {
			t.Errorf("%q: the key that was good: %d", fault.options, got)
		}
	}
	r.write(r.file, "")
	r.write(s.keys, string(keys))
	r.hangUp(done)
	if n := strings.Count(s.log.String(), "key=title"); n != 2 {
		t.Errorf("the title is what it was at the start, and needed a restart %d times", n)
	}
	if err := s.stop(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
}

// TestReloadLimits: all of the limits, and who is believed to ask for others, can
// be changed while a server is in trouble.
func TestReloadLimits(t *testing.T) {
	s := newServed(t, generate.New(1, 20), 20)
	r := &reloading{s, t, filepath.Join(s.dir, "issnd.toml")}
	const few = "[limits.public]\nsearch = \"1/h burst 2\"\n"
	r.write(r.file, few)
	s.level, s.options, s.limited = "info", []string{"--config", r.file}, true
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.awaitReadiness(t, ready)
	want := func(when string, status int, fields ...string) {
		t.Helper()
		if res, _ := asked(t, "http://"+s.address+"/search?q=a&format=json", fields...); res.StatusCode != status {
			t.Errorf("%s: %d, want %d", when, res.StatusCode, status)
		}
	}
	want("first", 200)
	want("second", 200)
	want("third", 429)
	want("another client", 200, "X-Forwarded-For", "192.0.2.9")
	for i, step := range []struct {
		options string
		changed string
		alone   int // what the client gets whose budget is used up
		other   int // and another client of a proxy
	}{
		{"limits.on = false\n" + few, "[limits.on]", 200, 200},
		{few, "[limits.on]", 429, 200},
		{"server.trusted-proxies = []\n" + few, "[server.trusted-proxies]", 429, 429},
		{"[limits]\nwait = \"1s\"\ntime = \"5s\"\n[limits.places]\nsearch = 2\ndownload = 10\n[server]\nmax-connections = 500\n" + few,
			"[server.max-connections server.trusted-proxies limits.places.search limits.places.download limits.wait limits.time]", 429, 200},
		{few + "facet = \"off\"\n[limits.key]\nsearch = \"off\"\n",
			"[server.max-connections limits.public.facet limits.key.search limits.places.search limits.places.download limits.wait limits.time]", 429, 200},
	} {
		r.write(r.file, step.options)
		r.hangUp(step.changed)
		want(step.options, step.alone)
		want(step.options, step.other, "X-Forwarded-For", fmt.Sprintf("192.0.2.%d", 10+i))
	}
	r.awaitLog("if it is your proxy, name it in server.trusted-proxies", 1)
	if strings.Contains(s.log.String(), "needs a restart") {
		t.Error("something needs a restart")
	}
	if err := s.stop(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
}

// TestSettings: what a configuration says counts for the next request.
func TestSettings(t *testing.T) {
	cfg := config.Default()
	l, err := newSettings(&program{stderr: io.Discard}, func() (config.Config, error) { return cfg, nil })
	if err != nil {
		t.Fatal(err)
	}
	limits, connections := l.limits(), l.connections()
	if !limits.On() || limits.Time() != cfg.Limits.Time || len(l.trusted()) != len(cfg.Server.TrustedProxies) {
		t.Error("not as configured at first")
	}
	cfg.Limits.On, cfg.Limits.Time, cfg.Limits.Wait = false, time.Hour, 0
	cfg.Limits.Places.Search, cfg.Server.TrustedProxies = 1, []string{"192.0.2.0/24"}
	l.reload()
	if limits.On() || limits.Time() != time.Hour || fmt.Sprint(l.trusted()) != "[192.0.2.0/24]" {
		t.Errorf("after a change: on %t, time %v, proxies %v", limits.On(), limits.Time(), l.trusted())
	}
	for i, want := range []bool{true, false} {
		who := limits.Limiter.Account(fmt.Sprint(i))
		if got := limits.Limiter.Enter(t.Context(), who, limit.Search); got != want {
			t.Errorf("search %d at the only place: %t", i, got)
		}
	}
	if n := connections.Count(); n != (server.ConnectionCount{}) {
		t.Errorf("connections of nobody: %+v", n)
	}
}

// TestMostConnections: as many as configured, and as there are files for.
func TestMostConnections(t *testing.T) {
	for _, tt := range []struct{ configured, files, want int }{
		{10_000, 768, 768}, {500, 768, 500}, {0, 768, 768}, {0, 0, 0}, {500, 0, 500},
	} {
		if got := mostConnections(tt.configured, tt.files); got != tt.want {
			t.Errorf("%d configured, and files for %d: %d, want %d", tt.configured, tt.files, got, tt.want)
		}
	}
	if n := mostFiles(); n < 10 {
		t.Errorf("files for %d connections", n)
	}
}

// TestConverted: a format that takes milliseconds is of a class with places,
// however it is asked for, and others are not.
func TestConverted(t *testing.T) {
	cfg := config.Default()
	all, err := formats(&cfg)
	if err != nil {
		t.Fatal(err)
	}
	table, err := format.NewTable(all...)
	if err != nil {
		t.Fatal(err)
	}
	choice := table.Subset(func(f *format.Format) bool { return f.Record != nil })
	check := func(r limit.Request, f *format.Format) {
		t.Helper()
		r.Method, r.Path = http.MethodGet, cmp.Or(r.Path, "/resource/ISSN/0028-0836")
		want := limit.Record
		if f.Converted {
			want = limit.Convert
		}
		if got := r.Class(); got != want && (f.Converted || r.Accept == nil) {
			t.Errorf("%s by %+v: class %s, want %s", f.Name, r, got, want)
		}
	}
	found := 0
	for _, f := range all {
		if f.Converted {
			found++
		}
		check(limit.Request{Path: "/resource/ISSN/0028-0836" + f.Ext}, f)
		for _, name := range append(f.Aliases, f.Name, strings.ToUpper(f.Name)) {
			check(limit.Request{Query: "format=" + name}, f)
		}
		for _, m := range f.MediaTypes {
			for _, accept := range []string{m, m + ";q=0.5, text/x-other", strings.Replace(m, "profile", "PROFILE", 1), strings.Replace(m, "#", `\#`, 1)} {
				if got := choice.Accept([]string{accept}); got != f {
					t.Fatalf("%s gives %v, want %s", accept, got, f.Name)
				}
				check(limit.Request{Accept: []string{accept}}, f)
			}
		}
	}
	if found != 2 {
		t.Errorf("%d formats are converted, want 2", found)
	}
}

// TestRenew: a certificate that could not be read is tried again though its files
// look the same, as they do when only who may read them has changed. Each fault is
// said once.
func TestRenew(t *testing.T) {
	s := httptest.NewTLSServer(nil)
	s.Close()
	pair := &s.TLS.Certificates[0]
	secret, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	chain, key, at := filepath.Join(dir, "chain.pem"), filepath.Join(dir, "key.pem"), time.Now().Add(-time.Hour)
	write := func(path string, text []byte) {
		t.Helper()
		if err := errors.Join(os.WriteFile(path, text, 0o600), os.Chtimes(path, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	good := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
	write(chain, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]}))
	write(key, good)
	var log strings.Builder
	l := &settings{log: slog.New(slog.NewTextHandler(&log, nil))}
	if l.certificate, err = server.LoadCertificate(chain, key); err != nil {
		t.Fatal(err)
	}
	at = at.Add(time.Minute)
	for _, step := range []struct {
		name string
		do   func()
		want string // that is said, and nothing else
	}{
		{"nothing", func() {}, ""},
		{"bad key", func() { write(key, bytes.Repeat([]byte("x"), len(good))) }, "the certificate stays as it was"},
		{"no key", func() { os.Remove(key) }, "no such file"},
		{"bad key again", func() { write(key, bytes.Repeat([]byte("x"), len(good))) }, "the certificate stays as it was"},
		{"good key, of the same time and size", func() { write(key, good) }, "the certificate has changed"},
		{"no key, as before", func() { os.Remove(key) }, "no such file"},
	} {
		log.Reset()
		step.do()
		for range 3 {
			l.renew()
		}
		if said := log.String(); !strings.Contains(said, step.want) || strings.Count(said, "\n") != min(1, len(step.want)) {
			t.Errorf("%s: it says %q, want %q once", step.name, said, step.want)
		}
	}
}
