package portal

import (
	"bytes"
	"context"
	"net/http"
	"sync"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/access"
	"issnd/internal/conditional"
	"issnd/register"
)

// record answers with one record: from the cache, without a look at the store
// while nothing has changed in it; from the head of the record alone where the
// client's own copy may be good; else by rendering.
func (s *Service) record(ctx context.Context, r *Request, o *crosswalk.Options, res *resource, f *format.Format) (*Response, error) {
	v := variantOf(r, f)
	key := format.Key{ISSN: res.id, Tier: r.Viewer.Tier(&register.Head{}), Format: v.name(), Site: o.PublicURL}
	generation := s.register.Generation()
	a, ok := s.cache.Get(key)
	kept := access.Miss
	if ok {
		kept = access.Hit
	}
	if (ok && a.checked.Load() != generation) || (!ok && conditional.Asked(r.Header)) {
		h, tier, err := s.register.Head(ctx, r.Viewer, res.id)
		if err != nil {
			return nil, err
		}
		if !ok || a.seq != h.Seq {
			if a, err = s.about(ctx, r, res, &h, tier, v); err != nil {
				return nil, err
			}
			ok = true
			s.cache.Put(key, a)
		}
		a.checked.Store(generation)
	}
	if ok {
		if out, err := a.respond(r, kept); err != nil || a.rendered || out.Status == http.StatusNotModified {
			return out, err
		}
	}
	room := scratch.Get().(*[]byte)
	a, err := s.render(ctx, r, o, res, v, room)
	if err != nil {
		return nil, err
	}
	if s.cache == nil {
		out, err := a.respond(r, access.Unused)
		if err != nil {
			return nil, err
		}
		out.room = room
		return out, nil
	}
	a.body, a.link = bytes.Clone(a.body), bytes.Clone(a.link)
	giveBack(room)
	a.checked.Store(generation)
	s.cache.Put(key, a)
	return a.respond(r, access.Miss)
}

// about starts the answer about a record: 410 where it is gone, and there no
// condition of the request counts (RFC 9110 §13.2.1), else with its validators.
func (s *Service) about(ctx context.Context, r *Request, res *resource, h *register.Head, t register.Tier, v variant) (*answer, error) {
	a := &answer{seq: h.Seq, status: http.StatusOK}
	a.headers.set("Cache-Control", freshness(r.Viewer))
	a.headers.set("Content-Location", v.location(res))
	if gone(h, r.Viewer) {
		a.status = http.StatusGone
	} else {
		branch, err := s.register.Branch(ctx, h.Seq)
		if err != nil {
			return nil, err
		}
		a.etag, a.modified = s.etag(h.Seq, branch, t, v.name()), h.Updated
		a.headers.set("Etag", a.etag)
		a.headers.set("Last-Modified", h.Updated.UTC().Format(http.TimeFormat))
	}
	a.validators = a.headers.n
	return a, nil
}

// gone reports whether the resource is no more: a withdrawn record for
// everyone, a suppressed number for the public.
func gone(h *register.Head, v register.Viewer) bool {
	return h.Deleted || (h.Status == register.Suppressed && v.Public())
}

// scratch lends the room that renditions grow in, since most of them are larger
// than any first guess.
var scratch = sync.Pool{New: func() any { return new([]byte) }}

const keptScratch = 1 << 20

// giveBack ends a loan. A room that one huge record has made is not kept.
func giveBack(room *[]byte) {
	if cap(*room) <= keptScratch {
		scratch.Put(room)
	}
}

// convert makes a document of a format that takes milliseconds: in a turn, and
// last, so that what takes microseconds does not wait for it.
func (s *Service) convert(ctx context.Context, render func() ([]byte, error)) (body []byte, err error) {
	err = s.turns.DoLast(ctx, func() (err error) {
		body, err = render()
		return err
	})
	return body, err
}

// render makes the whole answer about a record. Its body stands in the room, and
// behind it the value of its Link.
func (s *Service) render(ctx context.Context, r *Request, o *crosswalk.Options, res *resource, v variant, room *[]byte) (*answer, error) {
	view, err := s.register.Get(ctx, r.Viewer, res.id)
	if err != nil {
		return nil, err
	}
	h := view.Head()
	a, err := s.about(ctx, r, res, &h, view.Tier(), v)
	if err != nil {
		return nil, err
	}
	body := (*room)[:0]
	switch {
	case v.display != "":
		body, err = s.pages.record(body, view, o, v.display)
	case v.format.Converted:
		body, err = s.convert(ctx, func() ([]byte, error) { return v.format.Record(nil, view, o) })
	default:
		body, err = v.format.Record(body, view, o)
	}
	if err != nil {
		return nil, err
	}
	n := len(body)
	*room = s.appendLinks(body, o, res, v.format)
	body, a.link = (*room)[:n], (*room)[n:]
	if v.gzip {
		body = compress(body)
	}
	a.body, a.rendered = body, true
	a.headers.describe(res, v.format, view.Tier(), body)
	return a, nil
}
