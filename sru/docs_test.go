package sru

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/golden"
	"issnd/search"
)

// TestDocs keeps the tables of docs/sru.md what the program has.
func TestDocs(t *testing.T) {
	path := filepath.Join("..", "docs", "sru.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	table, err := search.DefaultTable()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := format.Default(crosswalk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := string(text)
	for name, content := range map[string]string{
		"indexes":        docIndexes(table),
		"relations":      docRelations(),
		"marc":           docMARC(table),
		"schemas":        docSchemas(rows),
		"json":           docJSON(rows),
		"parameters":     docParameters(),
		"diagnostics":    docDiagnostics(t),
		"codes":          docCodes(table),
		"limits":         docLimits(),
		"maximumRecords": strconv.Itoa(limits.Records),
		"checked":        strconv.Itoa(search.DefaultLimits().Checked),
	} {
		start, end := "<!-- "+name+" -->", "<!-- /"+name+" -->"
		before, rest, ok := strings.Cut(out, start)
		_, after, ok2 := strings.Cut(rest, end)
		if !ok || !ok2 {
			t.Fatalf("docs/sru.md has no place for %s", name)
		}
		out = before + start + content + end + after
	}
	golden.Equal(t, path, []byte(out))
}

func docIndexes(table *search.Table) string {
	var b strings.Builder
	for _, s := range sets(table, keyHolder) {
		if s.Name == "marc" {
			continue // has a section of its own
		}
		fmt.Fprintf(&b, "\n`%s`, %s, `%s`:\n\n| Index | Title | Kind | Also for | Needs a key |\n|---|---|---|---|---|\n", s.Name, s.Title, s.URI)
		for _, i := range s.Indexes {
			key := ""
			if i.Key {
				key = "yes"
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", i.Name, i.Title, i.Kind, i.Uses, key)
		}
	}
	return b.String() + "\n"
}

func docMARC(table *search.Table) string {
	var b strings.Builder
	b.WriteString("\n| Index | Title |\n|---|---|\n")
	for _, p := range table.MARC(keyHolder) {
		fmt.Fprintf(&b, "| `%s` | %s |\n", p.Names[0], p.Title)
	}
	return b.String()
}

func docRelations() string {
	var b strings.Builder
	b.WriteString("\n| Kind | Relations |\n|---|---|\n")
	for _, k := range []search.Kind{search.Everything, search.Text, search.Code, search.Number, search.Date} {
		fmt.Fprintf(&b, "| %s | `%s` |\n", kindName(k), strings.Join(k.Relations(), "` `"))
	}
	fmt.Fprintf(&b, "\nRelation modifiers: `%s`. Modifiers of `prox`: `%s`. Sort modifiers: `%s`.\n",
		strings.Join(search.RelationModifiers(), "` `"), strings.Join(search.ProximityModifiers(), "` `"),
		strings.Join(search.SortModifiers(), "` `"))
	return b.String()
}

func docSchemas(rows []*format.Format) string {
	var b strings.Builder
	b.WriteString("\n| Schema | Names | URI |\n|---|---|---|\n")
	svc := &Service{}
	var err error
	if svc.formats, err = format.NewTable(rows...); err != nil {
		return err.Error()
	}
	svc.fallback = svc.formats.SRU(defaultSchema)
	for _, f := range svc.schemas() {
		fmt.Fprintf(&b, "| %s | `%s` | `%s` |\n", f.Title, strings.Join(f.XML.SRU[1:], "` `"), f.XML.SRU[0])
	}
	return b.String()
}

func docJSON(rows []*format.Format) string {
	var b strings.Builder
	b.WriteString("\n| Name | What it is |\n|---|---|\n")
	for _, f := range rows {
		if f.Record != nil && isJSON(f) {
			fmt.Fprintf(&b, "| `%s` | %s |\n", f.Name, f.Title)
		}
	}
	return b.String()
}

func docParameters() string {
	var b strings.Builder
	b.WriteString("\n| Parameter | Operations | Versions |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(parameters)) {
		p := parameters[name]
		operations, versions := make([]string, len(p.operations)), make([]string, len(p.versions))
		for i, o := range p.operations {
			operations[i] = o.String()
		}
		for i, v := range p.versions {
			versions[i] = v.String()
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", name, strings.Join(operations, ", "), strings.Join(versions, ", "))
	}
	return b.String()
}
