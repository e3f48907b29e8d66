package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"issnd/internal/golden"
	"issnd/limit"
	"issnd/register"
)

// load runs a Loader with the content of a file, an environment and arguments.
func load(t *testing.T, file string, env []string, args ...string) (Config, error) {
	t.Helper()
	return loadBy(t, new(Loader), file, env, args...)
}

func loadBy(t *testing.T, l *Loader, file string, env []string, args ...string) (Config, error) {
	t.Helper()
	fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
	l.Bind(fs)
	if file != "" {
		path := filepath.Join(t.TempDir(), "issnd.toml")
		if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, "--config", path)
	}
	if err := fs.Parse(args); err != nil {
		return Config{}, err
	}
	return l.Load(env)
}

func TestDefaultIsValid(t *testing.T) {
	got, err := load(t, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(Default(), got); d != "" {
		t.Errorf("nothing given (-want +got):\n%s", d)
	}
	rules, err := got.Rules()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(register.DefaultRules(), rules); d != "" {
		t.Errorf("rules (-want +got):\n%s", d)
	}
}

func TestPrecedence(t *testing.T) {
	const file = `
data = "file"
listen = ":1"
public-url = "https://file.example/x"
[log]
level = "warn"
access = true
[server]
idle-timeout = "3m"
max-header = 8192
[register]
status-codes = { A = "legacy", b = "confirmed" }
open-access-codes = ["J", "B*"]
`
	env := []string{"HOME=/", "ISSND_LISTEN=:2", "ISSND_LOG_LEVEL=error", "ISSND_CACHE_SIZE=1MiB", "ISSND_SHARED=x"}
	got, err := load(t, file, env, "--listen", ":3", "--server-see-other")
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Data, want.Listen, want.PublicURL = "file", ":3", "https://file.example/x/"
	want.Log.Level, want.Log.Access = "error", true
	want.Server.IdleTimeout, want.Server.MaxHeader, want.Server.SeeOther = 3*time.Minute, 8192, true
	want.Cache.Size = 1 << 20
	want.Register.StatusCodes = map[string]string{"A": "legacy", "b": "confirmed"}
	want.Register.OpenAccessCodes = []string{"J", "B*"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	rules, err := got.Rules()
	if s, ok := rules.StatusOf("a"); err != nil || !ok || s != register.Legacy {
		t.Errorf("status of code a: %v, %v, %v", s, ok, err)
	}
}

func TestFileFromEnvironment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.toml")
	if err := os.WriteFile(path, []byte(`keys = "k"`), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := load(t, "", []string{"ISSND_CONFIG=" + path})
	if err != nil || got.Keys != "k" {
		t.Errorf("keys = %q, %v", got.Keys, err)
	}
}

func TestGives(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		env, args  []string
		want       bool
	}{
		{name: "nothing"},
		{name: "another", file: "listen = \":1\"", env: []string{"ISSND_TITLE=x"}, args: []string{"--data", "x"}},
		{name: "the file", file: "[register]\nstatus-field = \"\"", want: true},
		{name: "the environment", env: []string{"ISSND_REGISTER_STATUS_FIELD=699$8"}, want: true},
		{name: "the command line", args: []string{"--register-open-access-codes", "x"}, want: true},
	} {
		var l Loader
		if _, err := loadBy(t, &l, tt.file, tt.env, tt.args...); err != nil || l.Gives("register.") != tt.want {
			t.Errorf("%s gives an option of [register]: %v, want %v, %v", tt.name, l.Gives("register."), tt.want, err)
		}
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		name, file string
		env, args  []string
		want       string
	}{
		{name: "unknown key", file: `lisen = ":1"`, want: `unknown key "lisen"; the nearest is "listen"`},
		{name: "unknown key in a table", file: "[log]\nlevle = \"x\"", want: `unknown key "log.levle"; the nearest is "log.level"`},
		{name: "unknown table", file: "[logs]\nlevel = \"info\"", want: `unknown key "logs.level"; the nearest is "log.level"`},
		{name: "unknown variable", env: []string{"ISSND_LISTNE=:1"}, want: "unknown environment variable ISSND_LISTNE; the nearest is ISSND_LISTEN"},
		{name: "unknown flag", args: []string{"--listne", ":1"}, want: "unknown flag: --listne"},
		{name: "not TOML", file: "a = \nb", want: "line 1"},
		{name: "a table where a value belongs", file: "[data]\nx = 1", want: `unknown key "data.x"`},
		{name: "a value where a table belongs", file: `log = "x"`, want: `unknown key "log"`},
		{name: "wrong type in the file", file: "[log]\naccess = 3", want: "log.access: must be true or false"},
		{name: "wrong type in the environment", env: []string{"ISSND_SERVER_IDLE_TIMEOUT=5"}, want: "ISSND_SERVER_IDLE_TIMEOUT: must be a time"},
		{name: "not a number", args: []string{"--oai-records", "many"}, want: "must be a whole number"},
		{name: "no page at all", args: []string{"--oai-records", "0"}, want: "oai.records: must be between"},
		{name: "not an address", args: []string{"--oai-admin-email", "me@home"}, want: `oai.admin-email: "me@home" is not an e-mail address`},
		{name: "nobody to write to", args: []string{"--oai-admin-email", ""}, want: "oai.admin-email: must name somebody"},
		{name: "no time", args: []string{"--oai-token-lifetime", "0s"}, want: "oai.token-lifetime: must be longer"},
		{name: "a timeout that is none", args: []string{"--server-write-timeout", "-1s"}, want: "server.write-timeout: must not be"},
		{name: "a delay that is none", args: []string{"--server-drain-delay", "-1s"}, want: "server.drain-delay: must not be"},
		{name: "a lag that is none", args: []string{"--server-max-index-lag", "-1s"}, want: "server.max-index-lag: must not be"},
		{name: "fewer connections than none", args: []string{"--server-max-connections", "-1"}, want: "server.max-connections: must not be"},
		{name: "an open door", args: []string{"--admin-listen", ":9000"}, want: `admin.listen: ":9000" can be reached from other machines`},
		{name: "another one", args: []string{"--admin-listen", "192.0.2.1:9000"}, want: "admin.listen: "},
		{name: "no port", args: []string{"--admin-listen", "localhost"}, want: "admin.listen: "},
		{name: "half of TLS", args: []string{"--tls-cert", "x.pem"}, want: "tls: cert and key go together"},
		{name: "a promise for less than no time", args: []string{"--tls-hsts", "-1s"}, want: "tls.hsts: must not be"},
		{name: "a promise that would be withdrawn", args: []string{"--tls-hsts", "10ms"}, want: "tls.hsts: must be whole"},
		{name: "not a friend", args: []string{"--oai-friends", "x"}, want: "oai.friends: "},
		{name: "wrong type of a flag", args: []string{"--cache-size", "big"}, want: "must be a size"},
		{name: "base without a slash", args: []string{"--base", "http://issn.org"}, want: "base: "},
		{name: "relative public URL", args: []string{"--public-url", "/x"}, want: "public-url: "},
		{name: "public URL with what no IRI has", args: []string{"--public-url", "http://a.example/\"x"}, want: "public-url: "},
		{name: "log level", args: []string{"--log-level", "loud"}, want: `log.level: "loud" is not`},
		{name: "record kind", file: "[register.status-codes]\nx = \"fine\"", want: `register.status-codes: "fine" is not a record kind`},
		{name: "local field", args: []string{"--register-status-field", "699"}, want: `"699" does not name a subfield`},
		{name: "two at once", args: []string{"--data", "", "--listen", "x"}, want: "listen: "},
		{name: "comma in a list", file: "[register]\nopen-access-codes = [\"a,b\"]", want: "holds a comma"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := load(t, tt.file, tt.env, tt.args...)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
	if _, err := load(t, "", []string{"ISSND_CONFIG=/nowhere/x.toml"}); err == nil {
		t.Error("no error for a file that does not exist")
	}
}

func TestAdminAddress(t *testing.T) {
	for _, args := range [][]string{
		{"--admin-listen", "127.0.0.1:9000"}, {"--admin-listen", "[::1]:9000"}, {"--admin-listen", "localhost:0"},
		{"--admin-listen", ":9000", "--admin-remote"},
	} {
		if c, err := load(t, "", nil, args...); err != nil || c.Admin.Listen != args[1] {
			t.Errorf("%v: %q, %v", args, c.Admin.Listen, err)
		}
	}
}

func TestChanges(t *testing.T) {
	old, c := Default(), Default()
	if l := c.Changes(&old); len(l) != 0 {
		t.Errorf("changes of nothing: %v", l)
	}
	c.Listen, c.Log.Level, c.OAI.AdminEmail = ":1", "debug", []string{"a@example.org"}
	got := map[string]bool{}
	for _, o := range c.Changes(&old) {
		got[o.Key] = o.Live
	}
	if d := cmp.Diff(map[string]bool{"listen": false, "log.level": true, "oai.admin-email": false}, got); d != "" {
		t.Errorf("what changed, and whether it is live (-want +got):\n%s", d)
	}
}

// Every option reads back what it prints, has a help text and names of its own.
func TestOptions(t *testing.T) {
	c, names := Default(), map[string]bool{}
	for _, o := range c.Options() {
		if o.Help == "" || !strings.HasSuffix(o.Help, ".") {
			t.Errorf("%s: help text %q is not a sentence", o.Key, o.Help)
		}
		if names[o.Env()] || names[o.Flag()] {
			t.Errorf("%s: names are taken", o.Key)
		}
		names[o.Env()], names[o.Flag()] = true, true
		if err := o.Set(o.String()); err != nil {
			t.Errorf("%s: %v", o.Key, err)
		}
	}
	if d := cmp.Diff(Default(), c); d != "" {
		t.Errorf("setting every option to its own text changes it (-want +got):\n%s", d)
	}
}

func TestSize(t *testing.T) {
	for in, want := range map[string]Size{"0": 0, "17": 17, "17B": 17, "1KiB": 1024, "64 MiB": 64 << 20, "2GiB": 2 << 30, "1536KiB": 1536 << 10} {
		got, err := ParseSize(in)
		if err != nil || got != want {
			t.Errorf("ParseSize(%q) = %d, %v; want %d", in, got, err, want)
		}
		if again, err := ParseSize(got.String()); err != nil || again != got {
			t.Errorf("%s reads back as %d, %v", got, again, err)
		}
	}
	for _, in := range []string{"", "x", "-1", "1.5MiB", "1MB", "99999999999GiB"} {
		if got, err := ParseSize(in); err == nil {
			t.Errorf("ParseSize(%q) = %d, want an error", in, got)
		}
	}
}

func TestDocumentation(t *testing.T) {
	golden.Equal(t, filepath.Join("..", "docs", "configuration.md"), Markdown())
}

func TestTrustedProxies(t *testing.T) {
	c, err := load(t, "", nil, "--server-trusted-proxies", "192.0.2.7, 2001:db8::/32,10.1.2.3/8,::ffff:192.0.2.9,::ffff:10.2.0.0/112")
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.Server.Proxies()
	if err != nil || fmt.Sprint(got) != "[192.0.2.7/32 2001:db8::/32 10.0.0.0/8 192.0.2.9/32 10.2.0.0/16]" {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"proxy.example.org", "192.0.2.7/33", "192.0.2.7:80", "::ffff:192.0.2.0/90"} {
		if _, err := load(t, "", nil, "--server-trusted-proxies", text); err == nil || !strings.Contains(err.Error(), "server.trusted-proxies") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestRates(t *testing.T) {
	c, err := load(t, "[limits.public]\nsearch = \"5/s burst 9\"\n[limits.key]\nsearch = \"off\"\n", []string{"ISSND_LIMITS_PUBLIC_DEEP=7/min"})
	want := Default()
	want.Limits.Public.Search = limit.Rate{Count: 5, Per: time.Second, Burst: 9}
	want.Limits.Public.Deep = limit.Rate{Count: 7, Per: time.Minute, Burst: 7}
	want.Limits.Key.Search = limit.Rate{}
	if d := cmp.Diff(want, c); err != nil || d != "" {
		t.Errorf("%v (-want +got):\n%s", err, d)
	}
	for flag, value := range map[string]string{
		"limits-public-search": "fast", "limits-places-convert": "-1", "limits-places-search": "-1", "limits-wait": "-1s", "limits-time": "-1s",
	} {
		if _, err := load(t, "", nil, "--"+flag, value); err == nil || !strings.Contains(err.Error(), strings.ReplaceAll(flag, "-", ".")) && !strings.Contains(err.Error(), flag) {
			t.Errorf("%s=%s: %v", flag, value, err)
		}
	}
}
