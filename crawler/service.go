package crawler

import (
	"context"
	"iter"
	"strings"

	"issnd/internal/turns"
	"issnd/register"
)

// Register is what of the register crawlers are told of.
type Register interface {
	// HarvestSize counts the records that a viewer may, or once could, harvest in
	// a set, whose latest change comes after the first number up to the second.
	HarvestSize(ctx context.Context, v register.Viewer, set string, after, through uint64) (uint64, error)
	// PublicHeads yields those of the whole that the public may harvest now.
	PublicHeads(ctx context.Context, after, through uint64) iter.Seq2[register.Head, error]
	// Stats has the latest sequence number.
	Stats(ctx context.Context) (register.Stats, error)
}

// Config is what the installation says of itself.
type Config struct {
	Title       string
	PublicURL   string   // with a final slash, "" where each request tells it
	License     string   // URL, "" for none
	LicenseName string   // for people
	Pages       []string // paths, with a leading slash, of what is no record
	// Example is the ISSN of a record that is there now, "" for none. Nil is none.
	Example func() string
}

// Service makes the documents for crawlers. It names no router.
type Service struct {
	config   Config
	register Register
	turns    turns.Turns // of those who make sitemaps
	kept     kept
}

// New makes the service.
func New(c Config, r Register) *Service {
	if c.Example == nil {
		c.Example = func() string { return "" }
	}
	return &Service{config: c, register: r, turns: turns.New(), kept: kept{parts: map[part]*Packed{}}}
}

// site is the address of the server with a final slash: the one that is
// configured, else that of the request.
func (s *Service) site(asked string) string {
	if s.config.PublicURL != "" {
		return s.config.PublicURL
	}
	return asked
}

// The paths of the documents. Sitemaps stand at the root, since one may name
// only what is below its own directory.
const (
	RobotsPath = "/robots.txt"
	LLMsPath   = "/llms.txt"
	IndexPath  = "/sitemap.xml"

	sitemapPrefix = "/sitemap-"
	sitemapSuffix = ".xml"
	pagesName     = "pages"
)

// sitemapName is the name of the sitemap at a path, "" where none can be.
func sitemapName(path string) string {
	name, ok := strings.CutPrefix(path, sitemapPrefix)
	if !ok {
		return ""
	}
	if name, ok = strings.CutSuffix(name, sitemapSuffix); !ok {
		return ""
	}
	return name
}
