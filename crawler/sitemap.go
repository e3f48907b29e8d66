package crawler

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"issnd/internal/xmlw"
)

const (
	namespace   = "http://www.sitemaps.org/schemas/sitemap/0.9"
	recordPath  = "resource/ISSN/"
	declaration = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
)

// piece is how much of a sitemap is held before it is written, in bytes.
const piece = 32 << 10

// Index is the list of the sitemaps that have something in them, the latest
// changes last, and the date of the latest of them.
func (s *Service) Index(ctx context.Context, site string) (body []byte, modified time.Time, err error) {
	site = s.site(site)
	stats, err := s.register.Stats(ctx)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("crawler: %w", err)
	}
	w := xmlw.Writer{Buf: []byte(declaration)}
	w.Start("sitemapindex")
	w.Attr("xmlns", namespace)
	entry := func(name string, t time.Time) {
		w.Start("sitemap")
		w.Element("loc", site+sitemapPrefix[1:]+name+sitemapSuffix)
		if !t.IsZero() {
			w.Element("lastmod", t.Format(time.RFC3339))
		}
		w.End("sitemap")
	}
	entry(pagesName, time.Time{})
	for p := part(1); uint64(p-1)*width < stats.Seq; p++ {
		st, err := s.state(ctx, p)
		if err != nil {
			return nil, time.Time{}, fmt.Errorf("crawler: sitemap %d: %w", p, err)
		}
		if !st.updated.IsZero() {
			entry(strconv.FormatUint(uint64(p), 10), st.updated)
			modified = st.updated
		}
	}
	w.End("sitemapindex")
	return append(w.Buf, '\n'), modified, nil
}

// Pages is the sitemap of what is no record.
func (s *Service) Pages(site string) []byte {
	site = s.site(site)
	w := xmlw.Writer{Buf: []byte(declaration)}
	w.Start("urlset")
	w.Attr("xmlns", namespace)
	for _, path := range s.config.Pages {
		w.Start("url")
		w.Element("loc", site+path[1:])
		w.End("url")
	}
	w.End("urlset")
	return append(w.Buf, '\n')
}

// Sitemap is the addresses of the records in one part of the change log.
type Sitemap struct {
	ETag     string // without the coding, unquoted
	Modified time.Time

	service *Service
	part    part
	site    string
}

// Sitemap finds a sitemap of records by its name, or gives nil.
func (s *Service) Sitemap(ctx context.Context, name, site string) (*Sitemap, error) {
	p, ok := parsePart(name)
	if !ok {
		return nil, nil
	}
	st, err := s.state(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("crawler: sitemap %s: %w", name, err)
	}
	if st.updated.IsZero() {
		return nil, nil
	}
	tag := fmt.Sprintf("%d-%d-%d-%d", p, st.count, st.last, st.updated.Unix())
	return &Sitemap{tag, st.updated, s, p, s.site(site)}, nil
}

// write writes the plain sitemap in pieces, and tells how long it is.
func (m *Sitemap) write(ctx context.Context, out io.Writer) (size int, err error) {
	w := xmlw.Writer{Buf: append(make([]byte, 0, piece+1<<10), declaration...)}
	w.Start("urlset")
	w.Attr("xmlns", namespace)
	after, through := m.part.bounds()
	var id []byte
	for h, err := range m.service.register.PublicHeads(ctx, after, through) {
		if err != nil {
			return 0, fmt.Errorf("crawler: sitemap %d: %w", m.part, err)
		}
		id = h.ISSN.AppendTo(append(append(id[:0], m.site...), recordPath...))
		w.Start("url")
		w.Element("loc", string(id))
		w.Element("lastmod", h.Updated.Format(time.RFC3339))
		w.End("url")
		if len(w.Buf) >= piece {
			n, err := out.Write(w.Buf)
			if err != nil {
				return 0, err
			}
			size += n
			w.Buf = w.Buf[:0]
		}
	}
	w.End("urlset")
	n, err := out.Write(append(w.Buf, '\n'))
	return size + n, err
}
