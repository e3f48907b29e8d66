package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"issnd/config"
)

// unit is the options of deploy/issnd.service, by name, and its comments.
func unit(t *testing.T) (options map[string][]string, comments []string) {
	t.Helper()
	text, err := os.ReadFile("../../deploy/issnd.service")
	if err != nil {
		t.Fatal(err)
	}
	options = map[string][]string{}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			comments = append(comments, strings.TrimSpace(comment))
		} else if name, value, ok := strings.Cut(line, "="); ok {
			options[name] = append(options[name], value)
		}
	}
	return options, comments
}

// recipe is a command in the comments of the unit.
var recipe = regexp.MustCompile(`\bissnd (import|backup) .*`)

// TestUnit: systemd starts the program with options that it has, gives it time to
// end, and refuses it nothing that it needs.
func TestUnit(t *testing.T) {
	options, comments := unit(t)
	starts := options["ExecStart"]
	if len(starts) != 1 {
		t.Fatalf("ExecStart is %q", starts)
	}
	understood(t, starts[0])
	_, file, _ := strings.Cut(starts[0], "--config ")

	recipes := recipe.FindAllString(strings.Join(comments, "\n"), -1)
	if len(recipes) == 0 {
		t.Error("it does not say how other commands are run")
	}
	for _, r := range recipes {
		understood(t, r)
		if !strings.Contains(r, "--config "+file) {
			t.Errorf("%q does not read the configuration of the server, %s", r, file)
		}
	}

	// What a server takes to end, as docs/operations.md has it.
	cfg := config.Default().Server
	needed := cfg.DrainDelay + cfg.ShutdownTimeout + leaveTime + flushTime
	if stop, err := time.ParseDuration(options["TimeoutStopSec"][0] + "s"); err != nil || stop < needed {
		t.Errorf("it is killed after %v, and may take %v, %v", stop, needed, err)
	}
	families := strings.Fields(strings.Join(options["RestrictAddressFamilies"], " "))
	for _, family := range []string{"AF_INET", "AF_INET6", "AF_UNIX"} {
		if !slices.Contains(families, family) {
			t.Errorf("it may not use %s", family)
		}
	}
}

// TestUnitSteps: on a machine that has nothing yet its comment makes the user, the
// directory and the register, in this order, before it is started.
func TestUnitSteps(t *testing.T) {
	options, comments := unit(t)
	user, group, dir := options["User"][0], options["Group"][0], "/var/lib/"+options["StateDirectory"][0]
	steps := []string{
		"useradd --system --user-group --home-dir " + dir + " --shell /usr/sbin/nologin " + user,
		fmt.Sprintf("install -d -o %s -g %s -m %s %s", user, group, strings.TrimPrefix(options["StateDirectoryMode"][0], "0"), dir),
		"runuser -u " + user + " -- issnd import ",
		"systemctl enable --now issnd",
	}
	at := -1
	for _, step := range steps {
		is := func(line string) bool { return strings.HasPrefix(line, step) }
		next := slices.IndexFunc(comments, is)
		if next <= at {
			t.Errorf("line %d of the comment is %q, after line %d", next+1, step, at+1)
		}
		at = next
	}
}

// TestUnitSystemCalls: of the calls of services only groups are denied of which the
// server needs nothing, or what it needs is allowed again: the later line counts.
func TestUnitSystemCalls(t *testing.T) {
	needs := map[string][]string{"@privileged": nil, "@resources": {"setpriority"}} // internal/turns
	lines, _ := unit(t)
	filter := lines["SystemCallFilter"]
	if len(filter) == 0 || filter[0] != "@system-service" {
		t.Fatalf("SystemCallFilter is %q", filter)
	}
	var missing []string
	for _, line := range filter[1:] {
		denied, denies := strings.CutPrefix(line, "~")
		for _, name := range strings.Fields(denied) {
			calls, known := needs[name]
			switch {
			case !denies:
				missing = slices.DeleteFunc(missing, func(call string) bool { return call == name })
			case known:
				missing = append(missing, calls...)
			default:
				t.Errorf("%s is denied: what does the server need of it?", name)
			}
		}
	}
	if len(missing) > 0 {
		t.Errorf("the server needs %q, which is denied", missing)
	}
}

// understood fails unless the program has the command and its options.
func understood(t *testing.T, line string) {
	t.Helper()
	words := strings.Fields(line)
	c, args, err := newRoot(&program{stdout: io.Discard, stderr: io.Discard}).Find(words[1:])
	if err == nil {
		err = c.ParseFlags(args)
	}
	if err == nil {
		err = c.ValidateArgs(c.Flags().Args())
	}
	if err != nil {
		t.Errorf("%s: %v", line, err)
	}
}
