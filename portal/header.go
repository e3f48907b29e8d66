package portal

import (
	"net/http"
	"strconv"
	"time"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/conditional"
	"issnd/issn"
	"issnd/register"
)

// How long copies are good without asking again: shared caches keep public
// records for minutes, because a cataloguer wants to see a correction; what
// was served to a key stays in the client's own cache.
const (
	cachePublic    = "public, max-age=300"
	cachePrivate   = "private, max-age=60"
	cacheDocument  = "public, max-age=3600"
	cacheProblem   = "public, max-age=60"
	cacheImmutable = "public, max-age=31536000, immutable"
	cacheNone      = "no-store"
)

// What a response depends on besides its URL, for shared caches: always on the
// viewer, on the coding where it may be compressed, and on Accept where nothing
// before it decided.
const (
	varyViewer       = "Authorization, X-API-Key"
	varyViewerAccept = "Accept, Authorization, X-API-Key"
)

var (
	varyCoding       = []string{"Accept-Encoding, Authorization, X-API-Key"}
	varyCodingAccept = []string{"Accept, Accept-Encoding, Authorization, X-API-Key"}
)

// freshness is the Cache-Control of what may be kept for some time.
func freshness(v register.Viewer) string {
	if v.Public() {
		return cachePublic
	}
	return cachePrivate
}

// Pages run no script, load nothing from elsewhere and are in no frame.
const (
	pagePolicy   = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	pageReferrer = "strict-origin-when-cross-origin"
)

// headers collects the headers of one response in memory of its own.
type headers struct {
	n      int
	names  [12]string // canonical
	values [12]string
}

// set adds a header that has not been set before.
func (h *headers) set(name, value string) {
	h.names[h.n], h.values[h.n] = name, value
	h.n++
}

// first is the first n of them.
func (h *headers) first(n int) fields { return fields{h.names[:n], h.values[:n]} }

func (h *headers) all() fields { return h.first(h.n) }

// fields are headers that a response has, each with one value.
type fields struct{ names, values []string }

// addTo sets the headers. The values remain where they are, and are shared.
func (f fields) addTo(h http.Header) {
	for i, name := range f.names {
		h[name] = f.values[i : i+1 : i+1]
	}
}

// describe adds the headers that tell what a body is, but for Link.
func (h *headers) describe(r *resource, f *format.Format, t register.Tier, body []byte) {
	h.encode(f.ContentType(), body)
	h.set("X-Data-Tier", t.String())
	h.set("Content-Disposition", disposition(r, f))
}

// encode says of what type the body is and in what coding.
func (r *Response) encode(contentType string) {
	var h headers
	h.encode(contentType, r.Body)
	r.fields = h.all()
}

// encode says of what type a body is and in what coding, and of a page what a
// browser may do with it.
func (h *headers) encode(contentType string, body []byte) {
	h.set("Content-Type", contentType)
	if contentType == htmlType {
		h.set("Content-Security-Policy", pagePolicy)
		h.set("Referrer-Policy", pageReferrer)
	}
	if compressed(body) {
		h.set("Content-Encoding", "gzip")
	}
}

// disposition names the file under which the representation is saved.
func disposition(r *resource, f *format.Format) string {
	how, what := `inline; filename="issn-`, ""
	if f.Attachment {
		how = `attachment; filename="issn-`
	}
	if r.kind == linkingResource {
		what = "l-"
	}
	var room [64]byte
	b := r.id.AppendTo(append(append(room[:0], how...), what...))
	return string(append(append(b, f.Ext...), '"'))
}

// etag is the strong validator of a rendition: everything that it depends on
// but the site, which is part of the URL. A change is named by its number and
// its branch, because numbers come again in a register that was put back to an
// earlier state.
func (s *Service) etag(seq uint64, branch string, t register.Tier, variant string) string {
	b := make([]byte, 0, 64)
	b = append(b, '"')
	b = strconv.AppendUint(b, seq, 36)
	b = append(b, branch...)
	b = append(b, '-', "rca"[t], '-')
	b = append(b, variant...)
	b = append(b, '-')
	b = append(b, s.config.Build...)
	return string(append(b, '"'))
}

// validated starts the answer with a representation: its validators and where
// it stands on its own, which 304 needs as well as 200 (RFC 9110 §15.4.5), and
// the status by the conditions of the request. A condition that fails is a
// *Problem. A zero time is that of what has no date.
func validated(r *Request, etag string, modified time.Time, location string) (*Response, error) {
	status := conditional.Status(r.Header, etag, modified)
	if status == http.StatusPreconditionFailed {
		return nil, preconditionFailed()
	}
	h := make(http.Header, 16)
	h["Etag"] = []string{etag}
	if !modified.IsZero() {
		h["Last-Modified"] = []string{modified.UTC().Format(http.TimeFormat)}
	}
	h["Cache-Control"] = []string{freshness(r.Viewer)}
	h["Content-Location"] = []string{location}
	return &Response{Status: status, Header: h}, nil
}

// identity is the IRI of a resource under the identity base.
func identity(o *crosswalk.Options, k kind, id issn.ISSN) string {
	return string(appendIdentity(nil, o, k, id))
}

func appendIdentity(dst []byte, o *crosswalk.Options, k kind, id issn.ISSN) []byte {
	return id.AppendTo(append(append(dst, base(o)...), k.path()[1:]...))
}

func base(o *crosswalk.Options) string {
	if o.Base == "" {
		return crosswalk.DefaultBase
	}
	return o.Base
}
