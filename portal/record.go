package portal

import (
	"bytes"
	"context"
	"net/http"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/register"
)

// record answers with one record. Where a rendition may be at hand, with the
// client or in the cache, it looks at the head first, so that one that is costs
// no rendering and no reading of the record.
func (s *Service) record(ctx context.Context, r *Request, o *crosswalk.Options, res *resource, f *format.Format) (*Response, error) {
	variant := variantOf(r, f)
	if s.cache != nil || conditional(r.Header) {
		h, tier, err := s.register.Head(ctx, r.Viewer, res.id)
		if err != nil {
			return nil, err
		}
		out, err := s.about(r, res, &h, tier, variant)
		if err != nil || out.Status == http.StatusNotModified {
			return out, err
		}
		var ok bool
		if out.Body, ok = s.cache.Get(cacheKey(o, &h, tier, variant)); ok {
			s.describe(out, o, res, f, tier)
			return out, nil
		}
	}
	v, err := s.register.Get(ctx, r.Viewer, res.id)
	if err != nil {
		return nil, err
	}
	h := v.Head()
	out, err := s.about(r, res, &h, v.Tier(), variant)
	if err != nil || out.Status == http.StatusNotModified {
		return out, err
	}
	if out.Body, err = s.rendition(o, &h, v, variant); err != nil {
		return nil, err
	}
	s.describe(out, o, res, f, v.Tier())
	return out, nil
}

// about starts the answer about a record: 410 where it is gone, and there no
// condition of the request counts (RFC 9110 §13.2.1), else with its validators.
func (s *Service) about(r *Request, res *resource, h *register.Head, t register.Tier, v variant) (*Response, error) {
	if gone(h, r.Viewer) {
		return &Response{Status: http.StatusGone, Header: http.Header{
			"Cache-Control": {freshness(r.Viewer)}, "Content-Location": {v.location(res)},
		}}, nil
	}
	return validated(r, s.etag(h.Seq, t, v.name()), h.Updated, v.location(res))
}

// gone reports whether the resource is no more: a withdrawn record for
// everyone, a suppressed number for the public.
func gone(h *register.Head, v register.Viewer) bool {
	return h.Deleted || (h.Status == register.Suppressed && v.Public())
}

func cacheKey(o *crosswalk.Options, h *register.Head, t register.Tier, v variant) format.Key {
	return format.Key{ISSN: h.ISSN, Seq: h.Seq, Tier: t, Format: v.name(), Site: o.PublicURL}
}

// rendition renders a record and keeps what it has made. The plain bytes that
// compressed ones are made of may be at hand, but are not kept beside them.
func (s *Service) rendition(o *crosswalk.Options, h *register.Head, view *register.View, v variant) ([]byte, error) {
	if !v.gzip {
		body, err := s.render(view, o, v)
		if err == nil && s.cache != nil {
			body = bytes.Clone(body) // the room that was left over would not be counted
			s.cache.Put(cacheKey(o, h, view.Tier(), v), body)
		}
		return body, err
	}
	plain := v
	plain.gzip = false
	body, ok := s.cache.Get(cacheKey(o, h, view.Tier(), plain))
	if !ok {
		var err error
		if body, err = s.render(view, o, plain); err != nil {
			return nil, err
		}
	}
	body = bytes.Clone(compress(body))
	s.cache.Put(cacheKey(o, h, view.Tier(), v), body)
	return body, nil
}

// roomFor is the capacity that a rendition starts with, more than most need.
const roomFor = 8 << 10

func (s *Service) render(view *register.View, o *crosswalk.Options, v variant) ([]byte, error) {
	dst := make([]byte, 0, roomFor)
	if v.display != "" {
		return s.pages.record(dst, view, o, v.display)
	}
	return v.format.Record(dst, view, o)
}
