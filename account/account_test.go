package account

import (
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"issnd/register"
)

var source = Source{rand.Reader, func() time.Time { return time.Date(2025, 1, 31, 13, 0, 0, 5, time.FixedZone("", 3600)) }}

func add(t *testing.T, path, name string, tier register.Tier) string {
	t.Helper()
	key, err := Add(path, name, tier, source)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.toml")
	library := add(t, path, "Example Library", register.Complete)
	centre := add(t, path, "Centre \"0\"", register.Administrative)

	ks, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]register.Viewer{
		library: register.NewViewer("Example Library", register.Complete),
		centre:  register.NewViewer("Centre \"0\"", register.Administrative),
	} {
		if got, ok := ks.Viewer(key); !ok || got != want {
			t.Errorf("Viewer = %+v, %v; want %+v", got, ok, want)
		}
	}
	for _, wrong := range []string{"", Prefix, library[:len(library)-1], library + "x", strings.ToUpper(library)} {
		if v, ok := ks.Viewer(wrong); ok || v != (register.Viewer{}) {
			t.Errorf("Viewer(%q) = %+v, %v", wrong, v, ok)
		}
	}
	for k := range ks.All() {
		if want := time.Date(2025, 1, 31, 12, 0, 0, 0, time.UTC); !k.Created.Equal(want) {
			t.Errorf("created %v, want %v", k.Created, want)
		}
	}
}

func TestFileKeepsNoKeyAndIsPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.toml")
	key := add(t, path, "x", register.Complete)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(key, Prefix) || len(key) != len(Prefix)+43 {
		t.Errorf("key %q has not the form of one", key)
	}
	if strings.Contains(string(text), key[len(Prefix):]) {
		t.Error("the file holds the key itself")
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	if list, err := os.ReadDir(filepath.Dir(path)); err != nil || len(list) != 1 {
		t.Errorf("files left behind: %v, %v", list, err)
	}
}

// TestFileKeepsItsAccess: a file that is changed can be read by whom it could be
// read before, if need be by another user than the one who changes it.
func TestFileKeepsItsAccess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.toml")
	add(t, path, "x", register.Complete)
	uid, gid := os.Getuid(), os.Getgid()
	if uid == 0 {
		uid, gid = 1001, 1002
		if err := os.Chown(path, uid, gid); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func() error{
		"add": func() error {
			_, err := Add(path, "y", register.Complete, source)
			return err
		},
		"revoke": func() error {
			_, err := Revoke(path, func(k *Key) bool { return k.Name == "x" })
			return err
		},
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		is := info.Sys().(*syscall.Stat_t)
		if int(is.Uid) != uid || int(is.Gid) != gid || info.Mode() != 0o640 {
			t.Errorf("after %s: %d:%d %v, want %d:%d 0640", name, is.Uid, is.Gid, info.Mode(), uid, gid)
		}
	}
}

// TestLongKey: what is longer than any key is no key and is not hashed, so that
// it takes no longer than a wrong one.
func TestLongKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.toml")
	key := add(t, path, "x", register.Complete)
	ks, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	long := key + strings.Repeat("x", 1<<20)
	for name, wrong := range map[string]string{"longer": long, "shorter": key[:len(key)-1], "other case": strings.ToUpper(key), "empty": ""} {
		if _, ok := ks.Viewer(wrong); ok {
			t.Errorf("a key that is %s opens", name)
		}
	}
	if n := testing.AllocsPerRun(10, func() { ks.Viewer(long) }); n > 0 {
		t.Errorf("a long key costs %v allocations", n)
	}
}

func TestRevoke(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.toml")
	a, b := add(t, path, "a", register.Complete), add(t, path, "b", register.Complete)
	revoked, err := Revoke(path, func(k *Key) bool { return k.Name == "a" })
	if err != nil || len(revoked) != 1 || revoked[0].Name != "a" {
		t.Fatalf("revoked %v, %v", revoked, err)
	}
	ks, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := ks.Viewer(a); ok {
		t.Error("a revoked key still opens")
	}
	if _, ok := ks.Viewer(b); !ok {
		t.Error("another key was revoked too")
	}
	if revoked, err := Revoke(path, func(k *Key) bool { return k.ID() == "nothing" }); err != nil || revoked != nil {
		t.Errorf("revoked %v, %v; want nothing", revoked, err)
	}
}

func TestAddRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.toml")
	for _, name := range []string{"", " a", "a\n"} {
		if _, err := Add(path, name, register.Complete, source); err == nil {
			t.Errorf("no error for the name %q", name)
		}
	}
	if err := os.WriteFile(path, []byte("not TOML"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Add(path, "a", register.Complete, source); err == nil {
		t.Error("a file that cannot be read was overwritten")
	}
	if _, err := Add(filepath.Join(path, "x"), "a", register.Complete, source); err == nil {
		t.Error("no error for a path inside a file")
	}
}

func TestParseErrors(t *testing.T) {
	hash := hashPrefix + strings.Repeat("0f", 32)
	key := func(hash, name, tier string) string {
		return "[[key]]\nhash = \"" + hash + "\"\nname = \"" + name + "\"\ntier = \"" + tier + "\"\ncreated = 2025-01-31T12:00:00Z\n"
	}
	if _, err := parse([]byte(key(hash, "a", "complete"))); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"syntax":       "[[key]",
		"unknown key":  key(hash, "a", "complete") + "colour = 1\n",
		"unknown tier": key(hash, "a", "royal"),
		"no name":      key(hash, "", "complete"),
		"short hash":   key(hash[:20], "a", "complete"),
		"long hash":    key(hash+"00", "a", "complete"),
		"other hash":   key("md5:00", "a", "complete"),
		"twice":        key(hash, "a", "complete") + key(hash, "b", "complete"),
	} {
		t.Run(name, func(t *testing.T) {
			if ks, err := parse([]byte(text)); err == nil {
				t.Errorf("no error, keys %+v", ks)
			}
		})
	}
}

// What parse accepts is written and read again the same.
func FuzzParse(f *testing.F) {
	f.Add([]byte("[[key]]\nhash = \"" + hashPrefix + strings.Repeat("0f", 32) + "\"\nname = \"é\"\ntier = \"complete\"\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		ks, err := parse(text)
		if err != nil {
			return
		}
		path := filepath.Join(t.TempDir(), "keys.toml")
		if err := ks.save(path); err != nil {
			t.Fatal(err)
		}
		again, err := Load(path)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(ks.list, again.list); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	})
}
