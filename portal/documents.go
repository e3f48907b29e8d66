package portal

import (
	"hash/fnv"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/conditional"
	"issnd/negotiate"
	"issnd/rdf"
	"issnd/vocab"
)

// ContextPath is where the JSON-LD context is served. It names the version and
// what is behind it never changes.
const ContextPath = "/context/issn-" + crosswalk.ContextVersion + ".jsonld"

// document is something other than a record that has a URI of its own.
type document struct {
	vocab.Document
	path string // canonical, with a leading slash

	mu       sync.Mutex
	rendered map[*format.Format][]byte // since nothing in it changes
}

// body is the document in a format that is no page. It is shared.
func (d *document) body(f *format.Format) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if body, ok := d.rendered[f]; ok {
		return body, nil
	}
	body, err := f.Graph(nil, d.Graph)
	if err == nil {
		d.rendered[f] = body
	}
	return body, err
}

// documents lists the documents by their paths in lower case, and what they
// define under slash IRIs of its own by the paths of those.
func documents(v *vocab.Vocab, base string) (docs, members map[string]*document) {
	docs, members = map[string]*document{}, map[string]*document{}
	for _, d := range v.Documents() {
		doc := &document{Document: d, path: "/" + d.Path, rendered: map[*format.Format][]byte{}}
		docs[strings.ToLower(doc.path)] = doc
		for _, t := range d.Graph.Triples {
			name, ok := strings.CutPrefix(t.S.Value, base+d.Path+"/")
			if ok && t.S.Kind == rdf.KindIRI && name != "" {
				members[strings.ToLower(doc.path+"/"+name)] = doc
			}
		}
	}
	return docs, members
}

// Document answers a request for the context, a vocabulary, the ISSN centres,
// the keepers or the dataset. The second result is false where the path names
// none of them.
func (s *Service) Document(r *Request) (*Response, bool, error) {
	if strings.EqualFold(r.Path, ContextPath) {
		return s.contextDocument(r), true, nil
	}
	path, suffix := s.splitDocument(r.Path)
	d := s.documents[strings.ToLower(path)]
	if d == nil {
		if d = s.members[strings.ToLower(path)]; d == nil {
			return nil, false, nil
		}
		return redirect(r, http.StatusSeeOther, d.path+ext(suffix), varyViewer), true, nil
	}
	if want := d.path + ext(suffix); want != r.Path {
		return redirect(r, http.StatusMovedPermanently, want, varyViewer), true, nil
	}
	res := &resource{format: suffix, path: d.path}
	f, byAccept, err := s.choose(s.graphs, r, res, s.options(r))
	if err == nil {
		var out *Response
		if out, err = s.graph(r, d, f, byAccept); err == nil {
			return out, true, nil
		}
	}
	p := problem(err, res)
	out := s.Problem(r, p)
	if p.Status == http.StatusInternalServerError {
		return out, true, err
	}
	out.Header["Link"] = []string{s.documentLinks(r, d, nil)}
	return out, true, nil
}

// DocumentPaths are the paths of all documents that Document answers, but for
// the context, in order.
func (s *Service) DocumentPaths() []string {
	var paths []string
	for _, d := range s.documents {
		paths = append(paths, d.path)
	}
	slices.Sort(paths)
	return paths
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

func (s *Service) graph(r *Request, d *document, f *format.Format, byAccept bool) (*Response, error) {
	var body []byte
	var err error
	if f.Ext == htmlExt {
		body = s.pages.document(s.options(r), d, s.graphs)
	} else if body, err = d.body(f); err != nil {
		return nil, err
	}
	out := s.static(r, f.ContentType(), body, cacheDocument)
	if out.Status == http.StatusPreconditionFailed {
		return out, nil
	}
	out.Header["Content-Location"] = []string{d.path + f.Ext}
	out.Header["Link"] = []string{s.documentLinks(r, d, f)}
	if byAccept {
		out.Header["Vary"] = []string{"Accept, Accept-Encoding"}
	}
	return out, nil
}

// documentLinks is the Link header of a document in the format f, or of a
// problem if f is nil.
func (s *Service) documentLinks(r *Request, d *document, f *format.Format) string {
	o := s.options(r)
	url := o.PublicURL + d.path[1:]
	link := appendLink(nil, url, "canonical", "")
	if o.License != "" {
		link = appendLink(link, o.License, "license", "")
	}
	for _, a := range s.graphs.Formats {
		if a != f {
			typ, _ := mediaType(a)
			link = appendLink(link, url+a.Ext, "alternate", typ)
		}
	}
	return string(link)
}

func (s *Service) contextDocument(r *Request) *Response {
	if r.Path != ContextPath {
		return redirect(r, http.StatusMovedPermanently, ContextPath, varyViewer)
	}
	return s.static(r, "application/ld+json", s.context, cacheImmutable)
}

// static answers with bytes that are the same for everyone. Their hash is the
// entity tag, with that of the type, because two of them may be equal.
func (s *Service) static(r *Request, contentType string, body []byte, cache string) *Response {
	sum := fnv.New64a()
	io.WriteString(sum, contentType)
	sum.Write(body)
	etag := `"` + strconv.FormatUint(sum.Sum64(), 36)
	gz := negotiate.Gzip(r.Header["Accept-Encoding"])
	if gz {
		etag += gzipMark
	}
	etag += `"`
	status := conditional.Status(r.Header, etag, time.Time{})
	if status == http.StatusPreconditionFailed {
		return s.Problem(r, preconditionFailed())
	}
	out := &Response{Status: status, Header: http.Header{
		"Etag": {etag}, "Cache-Control": {cache}, "Vary": {"Accept-Encoding"},
	}}
	if status == http.StatusNotModified {
		return out
	}
	if gz {
		body = compress(body)
	}
	out.Body = body
	out.encode(contentType)
	return out
}
