package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"issnd/bench/generate"
)

// TestModes: other users of the machine read nothing of a data directory, also
// one that restore makes, nor of dumps and exports for subscribers, and nobody
// but the owner reads keys or reaches the socket.
func TestModes(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o022))
	s := newServed(t, generate.New(50, 1), 100)
	ctx := t.Context()
	if err := s.start(ctx); err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(s.dir, "bad.mrc")
	if err := os.WriteFile(bad, []byte("00024nas a2200024 i 4500\x1d"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.run(ctx, "import", "--data", s.data, "--quiet", bad); err == nil {
		t.Fatal("nothing is refused")
	}
	dumps := filepath.Join(s.dir, "dumps")
	for _, args := range [][]string{
		{"dump", "--out", dumps, "--quiet", "--formats", "csv"},
		{"dump", "--out", dumps, "--quiet", "--formats", "csv", "--tier", "complete"},
		{"export", "--format", "csv", "--out", filepath.Join(s.dir, "all.csv")},
		{"export", "--format", "csv", "--tier", "released", "--out", filepath.Join(s.dir, "public.csv")},
		{"backup", filepath.Join(s.dir, "backup.db")},
	} {
		if _, err := s.run(ctx, append(args, "--data", s.data)...); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.run(ctx, "restore", "--data", filepath.Join(s.dir, "restored"), filepath.Join(s.dir, "backup.db")); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]fs.FileMode{
		"data": 0o750, "data/register.db": 0o640, "data/index": 0o750, "data/oai.key": 0o600, "data/issnd.sock": 0o600, "keys": 0o600,
		"data/quarantine": 0o750, "dumps": 0o755, "dumps/released": 0o755, "dumps/complete": 0o750,
		"all.csv": 0o640, "public.csv": 0o644, "backup.db": 0o600, "restored": 0o750, "restored/register.db": 0o640,
	} {
		info, err := os.Stat(filepath.Join(s.dir, path))
		if err != nil {
			t.Error(err)
		} else if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", path, got, want)
		}
	}
	refused, err := filepath.Glob(filepath.Join(s.data, "quarantine", "*"))
	if err != nil || len(refused) == 0 {
		t.Fatal("no quarantine: ", err)
	}
	for _, path := range refused {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
			t.Errorf("%s has mode %v, %v", strings.TrimPrefix(path, s.dir), info.Mode(), err)
		}
	}
}
