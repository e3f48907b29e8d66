package main

import (
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"issnd/bench/generate"
)

// freeAddress is one of this machine that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
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
	var told string
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if _, told = page(t, "http://"+operator+"/metrics"); strings.Contains(told, "issnd_backup_timestamp_seconds ") {
			break
		}
	}
	for _, want := range []string{
		`issnd_requests_total{class="record",format="turtle",route="/resource/ISSN/:id",status="200",tier="released"} 2`,
		`issnd_requests_total{class="sru",format="mods",route="/sru",status="200",tier="released"} 1`,
		`issnd_requests_total{class="oai",format="dc",route="/oai",status="200",tier="released"} 1`,
		`issnd_cache_requests_total{class="record",result="hit"} 1`,
		`issnd_cache_requests_total{class="record",result="miss"} 1`,
		"issnd_cache_entries 4", "issnd_cache_limit_bytes 6.7108864e+07",
		"issnd_index_up 1", "issnd_index_lag_changes 0", "issnd_index_lag_seconds 0",
		"issnd_store_sequence 50", `issnd_records{status="confirmed"} `, `issnd_records{status="withdrawn"} `, "issnd_store_bytes ",
		"issnd_backup_timestamp_seconds ", "issnd_build_info{", "go_memstats", "process_resident_memory_bytes",
	} {
		if !strings.Contains(told, "\n"+want) {
			t.Errorf("no %s", want)
		}
	}
	if t.Failed() {
		t.Log(told)
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
