package dump

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"issnd/internal/problem"
	"issnd/register"
)

// Path is where dumps are served.
const Path = "/dumps/"

// Latest stands for the latest full dump of a tier in paths.
const Latest = "latest"

// Service answers requests for dumps: the list of them, as a page and as JSON,
// and their files. It names no router and opens no file.
type Service struct {
	dir     string
	site    string
	layout  func(title string, main []byte) (http.Header, []byte)
	page    *template.Template
	shelves map[register.Tier]*shelf // of each tier that is dumped

	mu   sync.Mutex
	kept map[asked]*listed // the latest answer to each
}

// NewService serves the dumps in dir, which need not be there yet. The site is
// the URL of the server with a final slash; empty, it is the one that each
// request names. The layout makes a page of a title and a main part.
func NewService(dir, site string, layout func(title string, main []byte) (http.Header, []byte)) (*Service, error) {
	t, err := template.New("page").Funcs(template.FuncMap{"size": size}).Parse(pageTemplate)
	if err != nil {
		return nil, fmt.Errorf("dump: page: %w", err)
	}
	s := &Service{dir: dir, site: site, layout: layout, page: t, shelves: map[register.Tier]*shelf{}, kept: map[asked]*listed{}}
	for tier := register.Released; tier <= register.Complete; tier++ {
		s.shelves[tier] = &shelf{path: filepath.Join(dir, tier.String())}
	}
	return s, nil
}

// Request is one HTTP request for a path that begins with Path.
type Request struct {
	Path   string
	Site   string // scheme and authority with a final slash
	Viewer register.Viewer
}

// Response is the answer. If File is not empty it is the name of the file to
// be sent, as a whole or in ranges; Header has its validators.
type Response struct {
	Status   int
	Header   http.Header
	Body     []byte
	File     string
	Modified time.Time
}

// The lists of dumps.
const (
	pagePath = Path
	jsonPath = Path + "index.json"
)

// Answer answers a request. The public is told that there are dumps for
// subscribers, but of none of them. The error is one that has been answered
// without detail.
func (s *Service) Answer(r *Request) (*Response, error) {
	switch r.Path {
	case pagePath:
		return s.index(r, s.html)
	case jsonPath:
		return s.index(r, asJSON)
	}
	parts := strings.Split(strings.TrimPrefix(r.Path, Path), "/")
	tier, ok := register.ParseTier(parts[0])
	if name, dumped := tierName(tier); !ok || !dumped || name != parts[0] {
		return notFound(), nil
	}
	if tier > tierOf(r.Viewer) {
		return s.closed(r), nil
	}
	switch {
	case len(parts) < 3 || len(parts) == 3 && parts[2] == "":
		return found(tier, pagePath), nil
	case len(parts) > 3:
		return notFound(), nil
	case parts[1] == Latest:
		return s.latest(tier, parts[2])
	}
	return s.file(tier, parts[1], parts[2])
}

// tierOf is how much a viewer may have of every record, not only of those that
// are open to all.
func tierOf(v register.Viewer) register.Tier { return v.Tier(&register.Head{}) }

// closed answers who may not have the dumps of a tier.
func (s *Service) closed(r *Request) *Response {
	if r.Viewer.Account() != "" {
		return notFound()
	}
	res := refuse(http.StatusUnauthorized, "API key needed", "These dumps are for subscribers. Send the API key as Authorization: Bearer or X-API-Key.")
	res.Header.Set("WWW-Authenticate", `Bearer realm="issnd"`)
	return res
}

// latest leads to a file of the latest full dump.
func (s *Service) latest(tier register.Tier, file string) (*Response, error) {
	all, _, err := s.shelves[tier].list()
	if err != nil {
		return internal(), fmt.Errorf("dump: list: %w", err)
	}
	for _, m := range all {
		if m.Since == nil && m.has(file) {
			return found(tier, Path+tier.String()+"/"+m.Name+"/"+file), nil
		}
	}
	return notFound(), nil
}

// has reports whether the dump has a file, those about it included.
func (m *Manifest) has(name string) bool {
	return name == manifestName || name == sumsName || slices.Contains(m.fileNames(), name)
}

// file answers with a file that the manifest of its dump names.
func (s *Service) file(tier register.Tier, name, file string) (*Response, error) {
	if !plain(name) {
		return notFound(), nil
	}
	dir := filepath.Join(s.dir, tier.String(), name)
	m, manifestSum, err := readManifest(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return notFound(), nil
	}
	if err != nil {
		return internal(), fmt.Errorf("dump: %w", err)
	}
	h := headers(tier)
	var digest string
	switch i := slices.Index(m.fileNames(), file); {
	case i >= 0:
		digest = m.Files[i].SHA256
		h.Set("Content-Type", "application/gzip")
		h.Set("Content-Disposition", `attachment; filename="`+name+"-"+file+`"`)
	case file == manifestName:
		digest = manifestSum
		h.Set("Content-Type", "application/json")
	case file == sumsName:
		text, err := m.encode()
		if err != nil {
			return internal(), fmt.Errorf("dump: %w", err)
		}
		digest = sum(m.sums(text))
		h.Set("Content-Type", "text/plain; charset=utf-8")
	default:
		return notFound(), nil
	}
	validate(h, digest)
	return &Response{Status: http.StatusOK, Header: h, File: filepath.Join(dir, file), Modified: m.Position.Datestamp}, nil
}

// plain reports whether a text can be the name of a dump. No other text is put
// into a path.
func plain(name string) bool {
	const longest = 200
	return name != "" && len(name) <= longest && name[0] != '.' && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_' && r != '.'
	})
}

// validate sets what tells copies apart: the entity tag, and the digest that a
// client can verify (RFC 9530 §3).
func validate(h http.Header, digest string) {
	h["Etag"] = []string{`"` + digest[:min(32, len(digest))] + `"`}
	if raw, err := hex.DecodeString(digest); err == nil {
		h.Set("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(raw)+":")
	}
}

// headers are those of all that belongs to a tier.
func headers(t register.Tier) http.Header {
	h := http.Header{"Vary": {"Authorization, X-API-Key"}, "X-Data-Tier": {t.String()}}
	if t == register.Released {
		h.Set("Cache-Control", "public, max-age=3600")
	} else {
		h.Set("Cache-Control", "private, max-age=3600")
	}
	return h
}

// passing are those of what the next dump of a tier may change.
func passing(t register.Tier) http.Header {
	h := headers(t)
	if t == register.Released {
		h.Set("Cache-Control", "no-cache")
	} else {
		h.Set("Cache-Control", "private, no-cache")
	}
	return h
}

func found(t register.Tier, path string) *Response {
	h := passing(t)
	h.Set("Location", path)
	return &Response{Status: http.StatusFound, Header: h}
}

func notFound() *Response {
	return refuse(http.StatusNotFound, "Nothing here", "No dump or file of a dump has this address; "+jsonPath+" lists them.")
}

func internal() *Response {
	return refuse(http.StatusInternalServerError, "Internal error", "The server could not answer this request. The error has been logged.")
}

// refuse is an error as a client sees it (RFC 9457).
func refuse(status int, title, detail string) *Response {
	return &Response{
		Status: status, Body: problem.Document(status, title, detail),
		Header: http.Header{"Content-Type": {problem.MediaType}, "Cache-Control": {"no-store"}, "Vary": {"Authorization, X-API-Key"}},
	}
}

// size is a number of bytes for people.
func size(n int64) string {
	units := [...]string{"bytes", "kB", "MB", "GB", "TB"}
	v, i := float64(n), 0
	for v >= 1000 && i < len(units)-1 {
		v, i = v/1000, i+1
	}
	if i == 0 || v >= 100 {
		return strconv.FormatFloat(v, 'f', 0, 64) + " " + units[i]
	}
	return strconv.FormatFloat(v, 'f', 1, 64) + " " + units[i]
}
