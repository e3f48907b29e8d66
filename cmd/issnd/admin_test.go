package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"issnd/bench/generate"
)

// port is the one that freeAddress has given last.
var port atomic.Int32

// freeAddress is one of this machine that nobody listens on. Where all of 127 is
// this machine, its host is of this process alone: nobody else takes the port
// before a server does, or while the server is down.
func freeAddress(t *testing.T) string {
	t.Helper()
	pid := os.Getpid()
	own := fmt.Sprintf("127.%d.%d.%d:%d", 64+pid>>16&63, pid>>8&255, pid&255, 10_000+port.Add(1))
	for _, address := range []string{own, "127.0.0.1:0"} {
		if l, err := net.Listen("tcp", address); err == nil {
			defer l.Close()
			return l.Addr().String()
		}
	}
	t.Fatal("no address is free")
	return ""
}

// page is what a GET request gets.
func page(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// TestMetrics: the operator finds the whole server in them, and nobody else
// finds them.
func TestMetrics(t *testing.T) {
	g := generate.New(1, 50)
	s := newServed(t, g, 20)
	operator := freeAddress(t)
	s.options = []string{"--admin-listen", operator}
	if err := s.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.awaitReadiness(t, ready)
	for range 2 {
		page(t, "http://"+s.address+"/resource/ISSN/"+g.ISSN(0).String()+"?format=turtle")
	}
	page(t, "http://"+s.address+"/sru?query=the&recordSchema=mods")
	page(t, "http://"+s.address+"/oai?verb=ListRecords&metadataPrefix=oai_dc")
	if _, err := s.run(t.Context(), "backup", "--data", s.data, filepath.Join(s.dir, "copy.db")); err != nil {
		t.Fatal(err)
	}
	wanted := []string{
		`issnd_requests_total{class="record",format="turtle",route="/resource/ISSN/:id",status="200",tier="released"} 2`,
		`issnd_requests_total{class="sru",format="mods",route="/sru",status="200",tier="released"} 1`,
		`issnd_requests_total{class="oai",format="dc",route="/oai",status="200",tier="released"} 1`,
		`issnd_cache_requests_total{class="record",result="hit"} 1`,
		`issnd_cache_requests_total{class="record",result="miss"} 1`,
		"issnd_cache_entries 4", "issnd_cache_limit_bytes 6.7108864e+07",
		"issnd_index_up 1", "issnd_index_lag_changes 0", "issnd_index_lag_seconds 0",
		"issnd_store_sequence 50", `issnd_records{status="confirmed"} `, `issnd_records{status="withdrawn"} `, "issnd_store_bytes ",
		"issnd_backup_timestamp_seconds ", "issnd_build_info{", "go_memstats", "process_resident_memory_bytes",
	}
	var told string
	missing := wanted
	for deadline := time.Now().Add(eventually); len(missing) > 0 && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		_, told = page(t, "http://"+operator+"/metrics")
		missing = slices.DeleteFunc(slices.Clone(wanted), func(want string) bool { return strings.Contains(told, "\n"+want) })
	}
	if len(missing) > 0 {
		t.Errorf("no %q in\n%s", missing, told)
	}
	for _, path := range []string{"/metrics", "/debug/pprof/"} {
		if status, _ := page(t, "http://"+s.address+path); status != http.StatusNotFound {
			t.Errorf("%s: %d to the public", path, status)
		}
		if status, _ := page(t, "http://"+operator+path); status != http.StatusOK {
			t.Errorf("%s: %d to the operator", path, status)
		}
	}
}
