package portal

import (
	"net/http"
	"strconv"
	"time"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/issn"
	"issnd/register"
)

// How long copies are good without asking again: shared caches keep public
// records for minutes, because a cataloguer wants to see a correction; what
// was served to a key stays in the client's own cache.
const (
	cachePublic    = "public, max-age=300"
	cachePrivate   = "private, max-age=60"
	cacheImmutable = "public, max-age=31536000, immutable"
)

// varyKey is in Vary of whatever depends on the viewer; varyAccept as well
// where Accept decided.
const (
	varyKey    = "Authorization, X-API-Key"
	varyAccept = "Accept, Authorization, X-API-Key"
)

// describe sets the headers that tell what a representation is.
func (s *Service) describe(h http.Header, o *crosswalk.Options, r *resource, f *format.Format, t register.Tier) {
	h["Content-Type"] = []string{f.ContentType()}
	h["Content-Location"] = []string{r.path + f.Ext}
	h["X-Data-Tier"] = []string{t.String()}
	h["Link"] = []string{s.links(o, r, f)}
	h["Content-Disposition"] = []string{disposition(r, f)}
}

// disposition names the file under which the representation is saved.
func disposition(r *resource, f *format.Format) string {
	how, what := "inline", "issn-"
	if f.Attachment {
		how = "attachment"
	}
	if r.kind == linkingResource {
		what = "issn-l-"
	}
	return how + `; filename="` + what + r.id.String() + f.Ext + `"`
}

// etag is the strong validator of a rendition: everything that it depends on
// but the site, which is part of the URL.
func (s *Service) etag(seq uint64, t register.Tier, variant string) string {
	b := make([]byte, 0, 48)
	b = append(b, '"')
	b = strconv.AppendUint(b, seq, 36)
	b = append(b, '-', "rca"[t], '-')
	b = append(b, variant...)
	b = append(b, '-')
	b = append(b, s.config.Build...)
	return string(append(b, '"'))
}

func caching(h http.Header, v register.Viewer, etag string, modified time.Time) {
	h["Etag"] = []string{etag}
	h["Last-Modified"] = []string{modified.UTC().Format(http.TimeFormat)}
	if v.Public() {
		h["Cache-Control"] = []string{cachePublic}
	} else {
		h["Cache-Control"] = []string{cachePrivate}
	}
}

// identity is the IRI of a resource under the identity base.
func identity(o *crosswalk.Options, k kind, id issn.ISSN) string {
	base := o.Base
	if base == "" {
		base = crosswalk.DefaultBase
	}
	return base + k.path()[1:] + id.String()
}
