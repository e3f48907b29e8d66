// Package archtest holds the rules of who may import whom, as a test.
package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// allowed lists, for each package, the packages of the project that it may
// import. A package that is missing here fails the test: decide where it
// belongs before it is made.
var allowed = map[string][]string{
	// Level 0: formats and identifiers, which know no register.
	"issn":                 {},
	"codes":                {},
	"limit":                {},
	"negotiate":            {},
	"internal/xmlw":        {},
	"internal/jsonw":       {},
	"internal/golden":      {},
	"internal/deflate":     {},
	"internal/gzipped":     {},
	"internal/site":        {},
	"internal/conditional": {},
	"internal/cors":        {},
	"internal/deadline":    {},
	"internal/disk":        {},
	"internal/field":       {},
	"internal/turns":       {},
	"internal/problem":     {},
	"internal/access":      {"register"},
	"metrics":              {"internal/access", "register"},
	"internal/mrk":         {"marc"},
	"marc":                 {"internal/xmlw", "marc/marc8"},
	"marc/marc8":           {},
	"marc/unimarc":         {"marc", "internal/xmlw"},
	"rdf":                  {"internal/xmlw", "internal/jsonw"},
	"rdf/jsonld":           {"rdf"},
	"rdf/rdftest":          {"rdf"},
	"internal/archtest":    {},
	"diagnostic":           {},
	"cql":                  {"diagnostic", "internal/xmlw"},

	// Level 1: the domain.
	"register": {"issn", "codes", "marc"},
	"account":  {"internal/disk", "register"},

	// Level 2: what keeps records, reads them in, and turns them into something else.
	"store":           {"internal/disk", "issn", "marc", "register"},
	"store/storetest": {"issn", "marc", "register"},
	"store/remote":    {"issn", "marc", "register"},
	"crosswalk":       {"issn", "codes", "marc", "rdf", "register", "internal/xmlw", "internal/jsonw"},
	"ingest":          {"issn", "codes", "marc", "register"},
	"vocab":           {"rdf"},

	// Level 3: representations.
	"format": {"issn", "crosswalk", "marc", "marc/unimarc", "negotiate", "rdf", "rdf/jsonld", "register", "internal/xmlw"},
	"config": {"limit", "register"},
	"search": {"internal/deadline", "internal/turns", "issn", "codes", "cql", "diagnostic", "marc", "register"},

	// Level 3 as well: the engine of the search, and its tests for any engine.
	"search/bleveindex": {"internal/disk", "internal/turns", "issn", "diagnostic", "search"},
	"search/indextest":  {"issn", "diagnostic", "search"},

	// Level 4: protocols, which never import each other.
	"sru":     {"internal/access", "internal/cors", "internal/gzipped", "internal/site", "issn", "cql", "crosswalk", "diagnostic", "format", "negotiate", "register", "search", "internal/xmlw", "internal/jsonw"},
	"oaipmh":  {"internal/access", "internal/cors", "internal/problem", "internal/gzipped", "internal/site", "internal/turns", "issn", "crosswalk", "format", "negotiate", "register", "internal/xmlw"},
	"dump":    {"internal/access", "internal/problem", "internal/conditional", "internal/cors", "internal/deflate", "internal/disk", "internal/site", "issn", "crosswalk", "format", "marc", "register"},
	"crawler": {"internal/access", "internal/problem", "internal/conditional", "internal/cors", "internal/gzipped", "internal/site", "internal/turns", "negotiate", "register", "internal/xmlw"},
	"harvest": {"ingest", "issn", "marc", "register"},
	"portal":  {"internal/access", "internal/conditional", "internal/cors", "internal/field", "internal/gzipped", "internal/site", "internal/turns", "issn", "codes", "cql", "crosswalk", "diagnostic", "format", "marc", "marc/unimarc", "negotiate", "rdf", "register", "search", "vocab", "internal/xmlw", "internal/jsonw"},

	// Level 5 and 6.
	"server": {"internal/access", "internal/cors", "internal/deadline", "internal/problem", "limit", "metrics", "negotiate"},
	"cmd/issnd": {
		"account", "config", "crawler", "crosswalk", "dump", "format", "harvest", "ingest", "internal/access", "internal/disk", "internal/turns", "issn", "limit", "marc", "metrics", "oaipmh", "portal",
		"register", "search", "search/bleveindex", "server", "sru", "store", "store/remote", "vocab",
	},

	// Measuring, which may look everywhere.
	"bench":              nil,
	"bench/generate":     {"issn", "marc", "register"},
	"bench/soak":         {"bench/generate", "issn", "marc"},
	"bench/cmd/generate": {"bench/generate"},
	"bench/cmd/bare":     {"issn", "marc", "register"},
	"bench/cmd/probe":    {"bench/soak"},
	"testdata":           {"internal/mrk", "marc"},
}

// owners lists the third-party modules that only some packages may name.
var owners = map[string][]string{
	"go.etcd.io/bbolt":              {"store", "bench/cmd/bare"},
	"github.com/blevesearch":        {"search/bleveindex"},
	"github.com/labstack/echo":      {"portal", "sru", "oaipmh", "dump", "crawler", "server", "bench/cmd/bare"},
	"github.com/knakk/rdf":          {"rdf"},
	"github.com/piprate/json-gold":  {"rdf/jsonld"},
	"github.com/miku/marc21":        {},
	"github.com/maypok86/otter":     {"format"},
	"github.com/klauspost/compress": {"internal/gzipped", "dump"},
	"github.com/spf13":              {"cmd/issnd", "config"},
	"github.com/BurntSushi/toml":    {"config", "account"},
	"github.com/prometheus":         {"metrics"},
}

type listed struct {
	ImportPath string
	Imports    []string
}

func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, "issnd/")
		may, known := allowed[name]
		if !known {
			t.Errorf("package %s has no row in allowed", name)
			continue
		}
		for _, i := range p.Imports {
			if own, ok := strings.CutPrefix(i, "issnd/"); ok {
				if may != nil && !slices.Contains(may, own) {
					t.Errorf("%s imports %s, which its row does not allow", name, own)
				}
				continue
			}
			for module, by := range owners {
				if strings.HasPrefix(i, module) && !slices.Contains(by, name) {
					t.Errorf("%s imports %s, which belongs to %v", name, i, by)
				}
			}
			if name == "register" && strings.Contains(i, ".") {
				t.Errorf("register imports %s: the domain has no third party", i)
			}
		}
	}
}

// TestEchoStaysInOneFile: a protocol names the router in echo.go alone.
func TestEchoStaysInOneFile(t *testing.T) {
	const root = "../.."
	named := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(text, []byte("labstack/echo")) {
			return err
		}
		named++
		f := filepath.ToSlash(strings.TrimPrefix(path, filepath.FromSlash(root+"/")))
		switch dir, _, _ := strings.Cut(f, "/"); {
		case dir == "server", dir == "bench":
		case !strings.HasSuffix(f, "/echo.go") && !strings.HasSuffix(f, "_test.go"):
			t.Errorf("%s names the router", f)
		}
		return nil
	})
	if err != nil || named == 0 {
		t.Errorf("%d files name the router: %v", named, err)
	}
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}
