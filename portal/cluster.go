package portal

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"net/http"
	"strconv"
	"time"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/negotiate"
	"issnd/register"
)

// clusterOf is the records of an ISSN-L. The number of a record that belongs
// to another ISSN-L leads there: then the cluster is nil and the response is not.
func (s *Service) clusterOf(ctx context.Context, r *Request, res *resource) (*register.ClusterView, *Response, error) {
	c, err := s.register.Cluster(ctx, r.Viewer, res.id)
	if !errors.Is(err, register.ErrNotFound) {
		return c, nil, err
	}
	v, other := s.register.Get(ctx, r.Viewer, res.id)
	if other != nil {
		return nil, nil, err
	}
	l := v.Head().ISSNL
	if l.IsZero() || l == res.id {
		return nil, nil, err
	}
	return nil, redirect(r, http.StatusFound, linkingPath+l.String()+res.suffix(), varyViewer), nil
}

// manyMembers is how many members make a document that takes as long as a converted
// one.
const manyMembers = 100

// cluster answers with the records of one ISSN-L. It has no date: a record that
// leaves the ISSN-L changes it without a trace in those that stay.
func (s *Service) cluster(ctx context.Context, r *Request, o *crosswalk.Options, res *resource, f *format.Format, c *register.ClusterView) (*Response, error) {
	v := variant{format: f, gzip: negotiate.Gzip(r.Header["Accept-Encoding"])}
	tier := r.Viewer.Tier(&register.Head{})
	branch, err := s.register.Branch(ctx, c.Seq)
	if err != nil {
		return nil, err
	}
	etag := s.etag(c.Seq, branch, tier, v.name()+"-"+state(c))
	out, err := validated(r, etag, time.Time{}, v.location(res))
	if err != nil || out.Status == http.StatusNotModified {
		return out, err
	}
	if f.Converted || len(c.Members) > manyMembers {
		out.Body, err = s.convert(ctx, func() ([]byte, error) { return f.Cluster(nil, c, o) })
	} else {
		out.Body, err = f.Cluster(nil, c, o)
	}
	if err != nil {
		return nil, err
	}
	if v.gzip {
		out.Body = compress(out.Body)
	}
	var h headers
	h.describe(res, f, tier, out.Body)
	out.fields, out.link = h.all(), s.appendLinks(nil, o, res, f)
	return out, nil
}

// state tells a cluster from what it was, beside the latest change of a member: by
// how many members there are. Of one that is cut it takes also which, since for one
// that leaves, another comes in that has not changed.
func state(c *register.ClusterView) string {
	n := strconv.Itoa(len(c.Members))
	if !c.Cut {
		return n
	}
	h := fnv.New64a()
	for i := range c.Members {
		h.Write(binary.BigEndian.AppendUint32(nil, c.Members[i].ISSN.Number()))
	}
	return n + "." + strconv.FormatUint(h.Sum64(), 36)
}

// linksetDocument answers with the links of a resource as a document.
func (s *Service) linksetDocument(ctx context.Context, r *Request, o *crosswalk.Options, res *resource) (*Response, error) {
	if res.kind == serialResource {
		if _, _, err := s.register.Head(ctx, r.Viewer, res.id); err != nil {
			return nil, err
		}
	}
	out := s.static(r, linksetType, s.linkset(o, res.kind, res.id), freshness(r.Viewer))
	if out.Status != http.StatusPreconditionFailed {
		out.vary = varyCoding
	}
	return out, nil
}
