package portal

import (
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/vocab"
)

// ContextPath is where the JSON-LD context is served. It names the version and
// what is behind it never changes.
const ContextPath = "/context/issn-" + crosswalk.ContextVersion + ".jsonld"

// document is something other than a record that has a URI of its own.
type document struct {
	vocab.Document
	path string // canonical, with a leading slash
}

func documents(v *vocab.Vocab) map[string]*document {
	out := map[string]*document{}
	for _, d := range v.Documents() {
		path := "/" + d.Path
		out[strings.ToLower(path)] = &document{d, path}
	}
	return out
}

// Document answers a request for the context, a vocabulary, the ISSN centres,
// the keepers or the dataset. The second result is false where the path names
// none of them.
func (s *Service) Document(r *Request) (*Response, bool, error) {
	if r.Path == ContextPath {
		return s.contextDocument(r), true, nil
	}
	path, byExt := s.splitDocument(r.Path)
	d := s.documents[strings.ToLower(path)]
	if d == nil {
		return s.member(r, path)
	}
	if want := d.path + ext(byExt); want != r.Path {
		return redirect(http.StatusMovedPermanently, want, r.Query), true, nil
	}
	res := &resource{format: byExt, path: d.path}
	o := s.options(r)
	f, byAccept, err := s.choose(s.graphs, r, res, o)
	if err == nil {
		var out *Response
		if out, err = s.graph(r, o, d, f); err == nil {
			if byAccept {
				out.Header["Vary"] = []string{"Accept"}
			}
			return out, true, nil
		}
	}
	p := problem(err, 0)
	if p.Status != http.StatusInternalServerError {
		err = nil
	}
	return s.Problem(r, p), true, err
}

// member leads from a slash IRI inside a vocabulary to the document about it.
func (s *Service) member(r *Request, path string) (*Response, bool, error) {
	i := strings.LastIndexByte(strings.TrimSuffix(path, "/"), '/')
	if i <= 0 {
		return nil, false, nil
	}
	if d := s.documents[strings.ToLower(path[:i])]; d != nil {
		return redirect(http.StatusSeeOther, d.path, r.Query), true, nil
	}
	return nil, false, nil
}

func (s *Service) splitDocument(path string) (string, *format.Format) {
	path = strings.TrimSuffix(path, "/")
	i := strings.LastIndexByte(path, '/') + 1
	last, f := s.table.SplitExt(path[i:])
	return path[:i] + last, f
}

func ext(f *format.Format) string {
	if f == nil {
		return ""
	}
	return f.Ext
}

func (s *Service) graph(r *Request, o *crosswalk.Options, d *document, f *format.Format) (*Response, error) {
	var body []byte
	var err error
	if f.Ext == htmlExt {
		body = s.pages.document(o, d, s.graphs)
	} else if body, err = f.Graph(nil, d.Graph); err != nil {
		return nil, err
	}
	out := s.static(r, f.ContentType(), body)
	out.Header["Content-Location"] = []string{d.path + f.Ext}
	link := appendLink(nil, o.PublicURL+d.path[1:], "canonical", "")
	if o.License != "" {
		link = appendLink(link, o.License, "license", "")
	}
	for _, a := range s.graphs.Formats {
		if a != f {
			typ, _ := mediaType(a)
			link = appendLink(link, o.PublicURL+d.path[1:]+a.Ext, "alternate", typ)
		}
	}
	out.Header["Link"] = []string{string(link)}
	return out, nil
}

func (s *Service) contextDocument(r *Request) *Response {
	out := s.static(r, "application/ld+json", s.context)
	out.Header["Cache-Control"] = []string{cacheImmutable}
	return out
}

// static answers with bytes that are the same for everyone, or with 304.
func (s *Service) static(r *Request, contentType string, body []byte) *Response {
	sum := fnv.New64a()
	sum.Write(body)
	etag := `"` + strconv.FormatUint(sum.Sum64(), 36) + `"`
	h := http.Header{"Etag": {etag}, "Cache-Control": {"public, max-age=3600"}}
	if _, asked := r.Header["If-None-Match"]; asked {
		for _, v := range r.Header["If-None-Match"] {
			if matches(v, etag) {
				return &Response{Status: http.StatusNotModified, Header: h}
			}
		}
	}
	h["Content-Type"] = []string{contentType}
	return &Response{http.StatusOK, h, body}
}
