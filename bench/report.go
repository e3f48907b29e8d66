package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"time"
)

// row is one figure of a part.
type row struct{ what, figure, target, verdict string }

// atLeast reports a ratio of speeds that should not be below the target.
func (b *bench) atLeast(what string, ratio, target float64) {
	b.line(what, ratio, "≥", target/b.slack, ratio >= target/b.slack)
}

// atMost reports a figure that should not be above the target.
func (b *bench) atMost(what string, figure, target float64) {
	b.line(what, figure, "≤", target, figure <= target)
}

// exactly reports a count that can be only one.
func (b *bench) exactly(what string, count, target int) {
	b.verdict(what, fmt.Sprint(count), fmt.Sprint("= ", target), count == target)
}

// figure reports what has no target.
func (b *bench) figure(what, format string, args ...any) {
	b.add(row{what: what, figure: fmt.Sprintf(format, args...)})
}

func (b *bench) line(what string, figure float64, sign string, target float64, met bool) {
	b.verdict(what, fmt.Sprintf("%.2f", figure), fmt.Sprintf("%s %.2f", sign, target), met)
}

func (b *bench) verdict(what, figure, target string, met bool) {
	r := row{what, figure, target, "met"}
	if !met {
		r.verdict = "MISSED"
		b.missed++
	}
	b.add(r)
}

func (b *bench) add(r row) {
	fmt.Printf("%-62s %12s %12s %s\n", r.what, r.figure, r.target, r.verdict)
	b.rows = append(b.rows, r)
}

// publish puts the table of a part between the marks of its section in the
// report, or at the end where there are none.
func (b *bench) publish(section, part string) error {
	if b.report == "" {
		return nil
	}
	text, err := os.ReadFile(b.report)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(b.report, []byte(replaceTable(string(text), section, b.table(part))), 0o644)
}

// replaceTable is a Markdown text with another table of a section.
func replaceTable(text, section, table string) string {
	open, end := "<!-- "+section+" -->\n", "<!-- end of "+section+" -->\n"
	before, rest, found := strings.Cut(text, open)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		before, after = strings.TrimRight(text, "\n")+"\n\n## "+section+"\n\n", ""
	}
	return before + open + table + end + after
}

// table is the figures of a part in Markdown, with what they were made by.
func (b *bench) table(part string) string {
	var t strings.Builder
	fmt.Fprintf(&t, "%s records, seed %d, %s, %s.\n`%s`\n\n", thousands(b.n), b.seed, time.Now().UTC().Format(time.DateOnly), machine(), b.commandLine(part))
	t.WriteString("| what | measured | target | |\n|---|---|---|---|\n")
	for _, r := range b.rows {
		fmt.Fprintf(&t, "| %s | %s | %s | %s |\n", strings.ReplaceAll(r.what, "|", "\\|"), r.figure, r.target, r.verdict)
	}
	return t.String()
}

// commandLine is how the part is measured again.
func (b *bench) commandLine(part string) string {
	line := fmt.Sprintf("go run ./bench -only %s -n %d -seed %d -runs %d -seconds %d -slack %g -memory %g -dir DIR", part, b.n, b.seed, b.runs, b.seconds, b.slack, b.memory)
	if part == "soak" {
		line += fmt.Sprintf(" -requests %d -rate %d -kill %d", b.requests, b.rate, b.kills)
	}
	return line
}

// machine is what the figures depend on besides the program.
func machine() string {
	memory := "memory unknown"
	var kb float64
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		if _, err := fmt.Sscanf(string(text), "MemTotal: %f kB", &kb); err == nil {
			memory = fmt.Sprintf("%.0f GB", kb*1024/1e9)
		}
	}
	return fmt.Sprintf("%d cores, %s, %s %s/%s", runtime.NumCPU(), memory, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// thousands is a number with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
