package portal

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/issn"
	"issnd/register"
)

// Resource answers a request for a resource URI, /resource/ISSN/… or
// /resource/ISSN-L/…. The second result is false where the path is neither.
// An error that is not the client's is returned beside the answer, for the log.
func (s *Service) Resource(ctx context.Context, r *Request) (*Response, bool, error) {
	res, err := parseResource(r.Path, s.table)
	if res == nil {
		return nil, false, nil
	}
	if err == nil {
		if c := res.canonical(); c != r.Path {
			return redirect(http.StatusMovedPermanently, c, r.Query), true, nil
		}
		var out *Response
		if out, err = s.represent(ctx, r, res); err == nil {
			return out, true, nil
		}
	}
	p := problem(err, res.id)
	out := s.Problem(r, s.hint(ctx, r, res, p))
	if res.path != "" && p.Status < http.StatusInternalServerError {
		out.Header["Link"] = []string{s.links(s.options(r), res, nil)}
	}
	if p.Status == http.StatusInternalServerError {
		return out, true, err
	}
	return out, true, nil
}

// hint adds to "not in the register" the record that names the number as one
// that it replaces (portal rule: a cancelled ISSN leads to the valid one).
func (s *Service) hint(ctx context.Context, r *Request, res *resource, p *Problem) *Problem {
	if p.Status != http.StatusNotFound || res.kind != serialResource {
		return p
	}
	by, err := s.register.ReplacedBy(ctx, r.Viewer, res.id)
	if err != nil || by.IsZero() {
		return p
	}
	with := *p
	with.Replacement = by.String()
	with.Instance = s.options(r).PublicURL + serialPath[1:] + by.String()
	with.Detail = "This ISSN was cancelled. Use " + by.String() + " instead."
	return &with
}

func redirect(status int, path, query string) *Response {
	if query != "" {
		path += "?" + query
	}
	return &Response{Status: status, Header: http.Header{
		"Location": {path}, "Cache-Control": {cachePublic}, "Vary": {varyAccept},
	}}
}

// represent chooses the format and answers with a representation.
func (s *Service) represent(ctx context.Context, r *Request, res *resource) (*Response, error) {
	o := s.options(r)
	if res.linkset {
		return s.linksetDocument(ctx, r, o, res)
	}
	f, byAccept, err := s.choose(s.choice(res.kind), r, res, o)
	if err != nil {
		return nil, err
	}
	vary := varyKey
	if byAccept {
		vary = varyAccept
	}
	if byAccept && s.config.SeeOther {
		out := redirect(http.StatusSeeOther, res.path+f.Ext, r.Query)
		out.Header["Link"] = []string{s.links(o, res, nil)}
		return out, nil
	}
	var out *Response
	if res.kind == linkingResource {
		out, err = s.cluster(ctx, r, o, res, f)
	} else {
		out, err = s.record(ctx, r, o, res, f)
	}
	if err != nil {
		return nil, err
	}
	out.Header["Vary"] = []string{vary}
	return out, nil
}

// choose is the format that the request asks for: ?format=, then the suffix,
// then Accept, which is told by the second result.
func (s *Service) choose(c *format.Choice, r *Request, res *resource, o *crosswalk.Options) (*format.Format, bool, error) {
	doc := o.PublicURL + res.path[1:]
	switch {
	case r.Format != "":
		if f := s.table.ByName(r.Format); f != nil && c.Has(f) {
			return f, false, nil
		}
		return nil, false, unknownFormat(r.Format, doc, c)
	case res.format != nil:
		if c.Has(res.format) {
			return res.format, false, nil
		}
		return nil, false, unknownFormat(res.format.Name, doc, c)
	}
	if f := c.Accept(r.Header["Accept"]); f != nil {
		return f, true, nil
	}
	return nil, false, notAcceptable(doc, c)
}

// record answers with one record. Where a rendition may be at hand, with the
// client or in the cache, it looks at the head first, so that one that is costs
// no rendering and no reading of the record.
func (s *Service) record(ctx context.Context, r *Request, o *crosswalk.Options, res *resource, f *format.Format) (*Response, error) {
	variant := s.variant(r, f)
	if s.cache != nil || conditional(r.Header) {
		h, tier, err := s.register.Head(ctx, r.Viewer, res.id)
		if err != nil {
			return nil, err
		}
		out := s.validated(r, &h, tier, variant)
		if out.Status == http.StatusNotModified {
			return out, nil
		}
		var ok bool
		if out.Body, ok = s.cache.Get(cacheKey(o, &h, tier, variant)); ok {
			s.describe(out.Header, o, res, f, tier)
			return out, nil
		}
	}
	v, err := s.register.Get(ctx, r.Viewer, res.id)
	if err != nil {
		return nil, err
	}
	h := v.Head()
	out := s.validated(r, &h, v.Tier(), variant)
	if out.Status == http.StatusNotModified {
		return out, nil
	}
	if out.Body, err = s.render(f, v, o, variant); err != nil {
		return nil, err
	}
	s.cache.Put(cacheKey(o, &h, v.Tier(), variant), out.Body)
	s.describe(out.Header, o, res, f, v.Tier())
	return out, nil
}

// validated starts the answer about a record: 410 where it is gone, else its
// validators, and 304 where they match.
func (s *Service) validated(r *Request, h *register.Head, t register.Tier, variant string) *Response {
	out := &Response{Status: http.StatusOK, Header: make(http.Header, 16)}
	if gone(h, r.Viewer) {
		out.Status = http.StatusGone
		return out
	}
	s.unchanged(out, r, h.Seq, t, variant, h.Updated)
	return out
}

func cacheKey(o *crosswalk.Options, h *register.Head, t register.Tier, variant string) format.Key {
	return format.Key{ISSN: h.ISSN, Seq: h.Seq, Tier: t, Format: variant, Site: o.PublicURL}
}

// gone reports whether the resource is no more: a withdrawn record for
// everyone, a suppressed number for the public.
func gone(h *register.Head, v register.Viewer) bool {
	return h.Deleted || (h.Status == register.Suppressed && v.Public())
}

// unchanged sets the validators and turns out into 304 where they match.
func (s *Service) unchanged(out *Response, r *Request, seq uint64, t register.Tier, variant string, at time.Time) bool {
	etag := s.etag(seq, t, variant)
	caching(out.Header, r.Viewer, etag, at)
	if !notModified(r.Header, etag, at) {
		return false
	}
	out.Status = http.StatusNotModified
	return true
}

// variant is the name of the rendition: that of the format and, for pages, of
// the display.
func (s *Service) variant(r *Request, f *format.Format) string {
	if f.Ext == htmlExt {
		if d := display(r.View); d != displayLabelled {
			return f.Name + "-" + d
		}
	}
	return f.Name
}

// roomFor is the capacity that a rendition starts with, more than most need.
const roomFor = 8 << 10

func (s *Service) render(f *format.Format, v *register.View, o *crosswalk.Options, variant string) ([]byte, error) {
	dst := make([]byte, 0, roomFor)
	if variant != f.Name {
		return s.pages.record(dst, v, o, variant[len(f.Name)+1:])
	}
	return f.Record(dst, v, o)
}

// cluster answers with the records of one ISSN-L. The number of a record that
// belongs to another ISSN-L leads there.
func (s *Service) cluster(ctx context.Context, r *Request, o *crosswalk.Options, res *resource, f *format.Format) (*Response, error) {
	c, err := s.register.Cluster(ctx, r.Viewer, res.id)
	if errors.Is(err, register.ErrNotFound) {
		if l := s.linkingOf(ctx, r.Viewer, res.id); !l.IsZero() {
			return redirect(http.StatusFound, linkingPath+l.String(), r.Query), nil
		}
	}
	if err != nil {
		return nil, err
	}
	out := &Response{Status: http.StatusOK, Header: make(http.Header, 16)}
	tier := r.Viewer.Tier(&register.Head{})
	variant := f.Name + "-l" + strconv.Itoa(len(c.Members))
	if s.unchanged(out, r, c.Seq, tier, variant, time.Unix(c.Updated, 0)) {
		return out, nil
	}
	if out.Body, err = f.Cluster(nil, c, o); err != nil {
		return nil, err
	}
	s.describe(out.Header, o, res, f, tier)
	return out, nil
}

// linkingOf is the ISSN-L of a record other than the number itself, or zero.
func (s *Service) linkingOf(ctx context.Context, v register.Viewer, id issn.ISSN) issn.ISSN {
	view, err := s.register.Get(ctx, v, id)
	if err != nil {
		return 0
	}
	if l := view.Head().ISSNL; l != id {
		return l
	}
	return 0
}

func (s *Service) linksetDocument(ctx context.Context, r *Request, o *crosswalk.Options, res *resource) (*Response, error) {
	if res.kind == linkingResource {
		if _, err := s.register.Cluster(ctx, r.Viewer, res.id); err != nil {
			return nil, err
		}
	} else if _, _, err := s.register.Head(ctx, r.Viewer, res.id); err != nil {
		return nil, err
	}
	return &Response{http.StatusOK, http.Header{
		"Content-Type": {linksetType}, "Cache-Control": {cachePublic}, "Vary": {varyKey},
	}, s.linkset(o, res.kind, res.id)}, nil
}
