package portal

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/marc"
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
			return redirect(r, http.StatusMovedPermanently, c, varyViewer), true, nil
		}
		var out *Response
		if out, err = s.represent(ctx, r, res); err == nil {
			return out, true, nil
		}
	}
	p := problem(err, res)
	out := s.Problem(r, s.hint(ctx, r, res, p))
	if len(p.Formats) > 0 {
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
	if p.Status != http.StatusNotFound || len(p.Formats) > 0 {
		return p
	}
	by, err := s.register.ReplacedBy(ctx, r.Viewer, res.id)
	if err != nil || by.IsZero() {
		return p
	}
	with := *p
	with.Replacement = by.String()
	with.ReplacementURL = s.options(r).PublicURL + serialPath[1:] + by.String()
	with.Detail = "This ISSN was cancelled. Use " + by.String() + " instead."
	return &with
}

// redirect leads to another path of this server with the query of the request.
// A field of a header is of ASCII, and so is a URI (RFC 3986 §2).
func redirect(r *Request, status int, path, vary string) *Response {
	to := url.URL{Path: path, RawQuery: escapeQuery(r.Query)}
	return &Response{Status: status, Header: http.Header{
		"Location": {to.String()}, "Cache-Control": {freshness(r.Viewer)}, "Vary": {vary},
	}}
}

// escapeQuery escapes the octets of a query that a client should have escaped.
func escapeQuery(query string) string {
	out := make([]byte, 0, len(query))
	for _, b := range []byte(query) {
		if b <= ' ' || b >= 0x7F {
			out = fmt.Appendf(out, "%%%02X", b)
		} else {
			out = append(out, b)
		}
	}
	return string(out)
}

// represent chooses the format and answers with a representation. Whether
// there is such a resource comes before whether it can be had in a format.
func (s *Service) represent(ctx context.Context, r *Request, res *resource) (*Response, error) {
	o := s.options(r)
	var c *register.ClusterView
	if res.kind == linkingResource {
		var other *Response
		var err error
		if c, other, err = s.clusterOf(ctx, r, res); c == nil {
			return other, err
		}
	}
	if res.linkset {
		return s.linksetDocument(ctx, r, o, res)
	}
	f, byAccept, err := s.choose(s.choice(res.kind), r, res, o)
	seeOther := byAccept && s.config.SeeOther
	if (err != nil || seeOther) && c == nil {
		if _, _, missing := s.register.Head(ctx, r.Viewer, res.id); missing != nil {
			return nil, missing
		}
	}
	if err != nil {
		return nil, err
	}
	if seeOther {
		out := redirect(r, http.StatusSeeOther, res.path+f.Ext, varyViewerAccept)
		out.Header["Link"] = []string{s.links(o, res, nil)}
		return out, nil
	}
	var out *Response
	if c != nil {
		out, err = s.cluster(ctx, r, o, res, f, c)
	} else {
		out, err = s.record(ctx, r, o, res, f)
	}
	if size := (*marc.SizeError)(nil); errors.As(err, &size) {
		return nil, tooLong(f, res.document(o), s.records)
	}
	if err != nil {
		return nil, err
	}
	out.format = f.Name
	out.vary = varyCoding
	if byAccept {
		out.vary = varyCodingAccept
	}
	return out, nil
}

// document is the address of what is served about the resource.
func (r *resource) document(o *crosswalk.Options) string { return o.PublicURL + r.path[1:] }

// choose is the format that the request asks for: ?format=, then the suffix,
// then Accept, which is told by the second result.
func (s *Service) choose(c *format.Choice, r *Request, res *resource, o *crosswalk.Options) (*format.Format, bool, error) {
	switch {
	case res.unknown != "" || (res.format != nil && !c.Has(res.format)):
		return nil, false, unknownSuffix(res.suffix(), res.document(o), c)
	case r.Format != "":
		if f := s.table.ByName(r.Format); f != nil && c.Has(f) {
			return f, false, nil
		}
		return nil, false, unknownFormat(r.Format, res.document(o), c)
	case res.format != nil:
		return res.format, false, nil
	}
	if f := c.Accept(r.Header["Accept"]); f != nil {
		return f, true, nil
	}
	return nil, false, notAcceptable(res.document(o), c)
}
