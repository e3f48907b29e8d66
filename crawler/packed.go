package crawler

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"sync"

	"issnd/internal/gzipped"
)

// Packed is a sitemap in the gzip coding. It is a twentieth of the plain one, so
// that it can be kept, and so that a client that reads slowly holds little.
type Packed struct {
	Body []byte // shared, and must not be changed
	Size int    // of the plain one, in bytes

	etag, site string
}

// Plain is the sitemap without the coding.
func (p *Packed) Plain() (io.Reader, error) { return gzip.NewReader(bytes.NewReader(p.Body)) }

// mostKept is how many bytes of sitemaps are kept, some millions of records.
const mostKept = 16 << 20

// kept are sitemaps that have been made. All but the last one change seldom.
type kept struct {
	mu    sync.Mutex
	parts map[part]*Packed
	bytes int
}

// get is the sitemap as it is now, nil if it is not there.
func (k *kept) get(m *Sitemap) *Packed {
	k.mu.Lock()
	defer k.mu.Unlock()
	if p := k.parts[m.part]; p != nil && p.etag == m.ETag && p.site == m.site {
		return p
	}
	return nil
}

// put keeps a sitemap in place of an earlier one, and of any other ones where
// there is no room. Crawlers ask for one after the other, so that the one that
// was asked for longest ago is the next to be asked for.
func (k *kept) put(m *Sitemap, p *Packed) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.drop(m.part)
	for other := range k.parts { // in no order
		if k.bytes+len(p.Body) <= mostKept {
			break
		}
		k.drop(other)
	}
	k.parts[m.part] = p
	k.bytes += len(p.Body)
}

func (k *kept) drop(p part) {
	if old := k.parts[p]; old != nil {
		k.bytes -= len(old.Body)
		delete(k.parts, p)
	}
}

// Pack makes the sitemap, if it is not there yet. That takes long, so it is done
// in a turn and comes last.
func (m *Sitemap) Pack(ctx context.Context) (p *Packed, err error) {
	s := m.service
	if p = s.kept.get(m); p != nil {
		return p, nil
	}
	err = s.turns.DoLast(ctx, func() (err error) {
		if p = s.kept.get(m); p != nil { // made meanwhile
			return nil
		}
		if p, err = m.pack(ctx); err == nil {
			s.kept.put(m, p)
		}
		return err
	})
	return p, err
}

func (m *Sitemap) pack(ctx context.Context) (*Packed, error) {
	var body bytes.Buffer
	z := gzipped.NewWriter(&body)
	defer z.Release()
	size, err := m.write(ctx, z)
	if err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return &Packed{bytes.Clone(body.Bytes()), size, m.ETag, m.site}, nil
}
