package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"issnd/limit"
	"issnd/metrics"
	"issnd/register"
)

// What is told of the store, the index and the cache. Some of it counts records
// that the public does not know of.
var (
	storeFigures = []metrics.Figure{
		{Name: "issnd_store_bytes", Help: "Size of the file of the store."},
		{Name: "issnd_store_sequence", Help: "Sequence number of the latest change."},
		{Name: "issnd_store_changed_timestamp_seconds", Help: "Datestamp of the latest change."},
		{Name: "issnd_records", Help: "Records by status; withdrawn ones are those that are no more.", Labels: []string{"status"}},
		{Name: "issnd_backup_timestamp_seconds", Help: "When a copy by issnd backup was last whole and in its place, since the server has run."},
	}
	indexFigures = []metrics.Figure{
		{Name: "issnd_index_up", Help: "1 if there is an index of this store that is searched, else 0."},
		{Name: "issnd_index_lag_changes", Help: "Sequence numbers that searches are behind the store."},
		{Name: "issnd_index_lag_seconds", Help: "Age of the earliest change that searches do not know."},
		{Name: "issnd_index_bytes", Help: "Size of the files of the index."},
	}
	cacheFigures = []metrics.Figure{
		{Name: "issnd_cache_entries", Help: "Answers, and records in answers of SRU, in the caches."},
		{Name: "issnd_cache_bytes", Help: "Memory of the answers in the cache."},
		{Name: "issnd_cache_limit_bytes", Help: "What they may take."},
		{Name: "issnd_cache_evictions_total", Help: "Answers that had to leave the cache for others.", Counts: true},
	}
	limitFigures = []metrics.Figure{
		{Name: "issnd_limit_requests_total", Help: "Requests by what the limits said: allowed, limited (429) or shed (503).", Labels: []string{"class", "result"}, Counts: true},
		{Name: "issnd_unread_bytes", Help: "Answers that have been made and that clients have not taken yet."},
		{Name: "issnd_certificate_expiry_timestamp_seconds", Help: "When the certificate in use ends."},
	}
)

// metrics are those of a server.
func (p *program) metrics(ctx context.Context, s *services, l *settings) *metrics.Metrics {
	m := metrics.New(version())
	m.Read(storeFigures, readStore(ctx, s.store, storePath(l.config.Load()), &p.copied))
	if !s.index.off {
		m.Read(indexFigures, readIndex(ctx, s.store, s.index))
	}
	m.Read(cacheFigures, readCache(s))
	m.Read(limitFigures, readLimits(l))
	return m
}

// readStore tells how much is in the store.
func readStore(ctx context.Context, s register.Store, path string, copied *atomic.Int64) func(metrics.Report) {
	return func(report metrics.Report) {
		if info, err := os.Stat(path); err == nil {
			report("issnd_store_bytes", float64(info.Size()))
		}
		if at := copied.Load(); at > 0 {
			report("issnd_backup_timestamp_seconds", float64(at))
		}
		st, err := s.Stats(ctx)
		if err != nil {
			return
		}
		report("issnd_store_sequence", float64(st.Seq))
		if !st.Updated.IsZero() {
			report("issnd_store_changed_timestamp_seconds", float64(st.Updated.Unix()))
		}
		report("issnd_records", float64(st.Deleted), "withdrawn")
		for status, n := range st.ByStatus {
			report("issnd_records", float64(n), status.String())
		}
	}
}

// readIndex tells how the index is.
func readIndex(ctx context.Context, s register.Store, x *indexing) func(metrics.Report) {
	return func(report metrics.Report) {
		report("issnd_index_bytes", float64(sizeOf(x.dir)))
		st, err := s.Stats(ctx)
		if err != nil {
			return
		}
		behind, err := x.lag(ctx, &st, time.Now())
		if err != nil {
			report("issnd_index_up", 0)
			return
		}
		report("issnd_index_up", 1)
		report("issnd_index_lag_changes", float64(behind.changes))
		report("issnd_index_lag_seconds", behind.time.Seconds())
	}
}

// readCache tells what is in the caches.
func readCache(s *services) func(metrics.Report) {
	return func(report metrics.Report) {
		c := s.pages.Cache().And(s.sru.Cache())
		report("issnd_cache_entries", float64(c.Entries))
		report("issnd_cache_bytes", float64(c.Bytes))
		report("issnd_cache_limit_bytes", float64(c.Limit))
		report("issnd_cache_evictions_total", float64(c.Evicted))
	}
}

// sizeOf adds up the files under a directory, as far as they can be seen.
func sizeOf(dir string) (bytes int64) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			bytes += info.Size()
		}
		return nil
	})
	return bytes
}

// readLimits tells what became of requests by the limits of clients, and how
// long the certificate is good.
func readLimits(l *settings) func(metrics.Report) {
	return func(report metrics.Report) {
		if l.certificate != nil {
			report("issnd_certificate_expiry_timestamp_seconds", float64(l.certificate.Expires().Unix()))
		}
		report("issnd_unread_bytes", float64(l.limiter.Held()))
		for _, class := range limit.Classes() {
			n := l.limiter.Count(class)
			report("issnd_limit_requests_total", float64(n.Allowed), class.String(), "allowed")
			report("issnd_limit_requests_total", float64(n.Limited), class.String(), "limited")
			report("issnd_limit_requests_total", float64(n.Shed), class.String(), "shed")
		}
	}
}
