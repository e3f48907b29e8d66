package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"issnd/internal/access"
	"issnd/internal/cors"
	"issnd/internal/field"
	"issnd/internal/site"
	"issnd/issn"
)

// Routes adds the routes of the portal to a router. Paths that nothing else
// answers end here too.
func Routes(s *Service, viewer access.ViewerOf, samples func(*Request) []Sample) func(*echo.Echo) {
	h := &handler{s, viewer, samples}
	return h.mount
}

func (h *handler) mount(e *echo.Echo) {
	for path, serve := range map[string]func(echo.Context, *Request) error{
		"/":                 h.home,
		"/formats":          h.formats,
		"/resolve":          h.resolve,
		searchPath:          h.search,
		formerPath:          h.former,
		suggestPath:         h.suggest,
		openSearchPath:      h.openSearch,
		"/static/*":         h.asset,
		serialPath + ":id":  h.resource,
		linkingPath + ":id": h.resource,
		"/*":                h.other,
	} {
		e.Any(path, h.reading(serve))
		e.RouteNotFound(path, h.reading(serve)) // methods that the router does not know
	}
}

type handler struct {
	service *Service
	viewer  access.ViewerOf
	samples func(*Request) []Sample
}

const allow = "GET, HEAD, OPTIONS"

// reading answers what every path here has in common: it can be read and
// nothing else, by pages of other sites as well (CORS).
func (h *handler) reading(serve func(echo.Context, *Request) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		in := c.Request()
		r := &Request{
			Method: in.Method, Path: in.URL.Path, Query: in.URL.RawQuery,
			Header: in.Header, Site: site.Of(in),
		}
		out := c.Response().Header()
		cors.Share(out)
		switch in.Method {
		case http.MethodGet, http.MethodHead:
		case http.MethodOptions:
			cors.Preflight(out, allow)
			return c.NoContent(http.StatusNoContent)
		default:
			out.Set("Allow", allow)
			return h.send(c, r, h.service.Problem(r, &Problem{
				Status: http.StatusMethodNotAllowed, Title: "Method not allowed",
				Detail: "This address can be read with GET and HEAD.",
			}))
		}
		var err error
		if r.Viewer, err = h.viewer(in.Header); err != nil {
			out.Set("WWW-Authenticate", `Bearer realm="issnd"`)
			return h.send(c, r, h.service.Problem(r, &Problem{
				Status: http.StatusUnauthorized, Title: "Unknown API key",
				Detail: "The API key is not known here. Leave it out to read the released data.",
			}))
		}
		access.Of(c.Response()).By(r.Viewer)
		if in.URL.RawQuery != "" {
			q := in.URL.Query()
			r.Format, r.View = q.Get("format"), q.Get("display")
		}
		return serve(c, r)
	}
}

func (h *handler) send(c echo.Context, r *Request, out *Response) error {
	w := c.Response()
	header := w.Header()
	for k, v := range out.Header {
		header[k] = v
	}
	out.fields.addTo(header)
	if out.vary != nil {
		header["Vary"] = out.vary
	}
	if len(out.link) > 0 {
		field.Add(w, "Link", out.link)
	}
	access.Of(w).In(out.format, out.cache)
	defer out.release()
	if out.Status == http.StatusNotModified {
		w.WriteHeader(out.Status)
		return nil
	}
	header["Content-Length"] = []string{strconv.Itoa(len(out.Body))}
	w.WriteHeader(out.Status)
	if r.Method == http.MethodHead {
		return nil
	}
	_, err := w.Write(out.Body)
	return err
}

func (h *handler) resource(c echo.Context, r *Request) error {
	out, ok, err := h.service.Resource(c.Request().Context(), r)
	if !ok {
		return h.notFound(c, r)
	}
	if err != nil {
		c.Set(access.FailureKey, err)
	}
	return h.send(c, r, out)
}

// other answers paths that no route names: resource URIs in another letter
// case, then documents.
func (h *handler) other(c echo.Context, r *Request) error {
	out, ok, err := h.service.Resource(c.Request().Context(), r)
	if !ok {
		out, ok, err = h.service.Document(r)
	}
	if !ok {
		return h.notFound(c, r)
	}
	if err != nil {
		c.Set(access.FailureKey, err)
	}
	return h.send(c, r, out)
}

func (h *handler) notFound(c echo.Context, r *Request) error {
	return h.send(c, r, h.service.Problem(r, &Problem{
		Status: http.StatusNotFound, Title: "Nothing here",
		Detail: "No page, record or document has this address.",
	}))
}

func (h *handler) home(c echo.Context, r *Request) error {
	return h.send(c, r, h.service.Home(r, h.samples(r)))
}

func (h *handler) formats(c echo.Context, r *Request) error {
	return h.send(c, r, h.service.FormatsPage(r))
}

func (h *handler) asset(c echo.Context, r *Request) error {
	out, ok := h.service.Asset(r)
	if !ok {
		bare := *r
		bare.Header = nil // no page, since nobody is charged for it
		return h.notFound(c, &bare)
	}
	return h.send(c, r, out)
}

// resolve leads from what somebody typed to the resource.
func (h *handler) resolve(c echo.Context, r *Request) error {
	q, err := url.ParseQuery(r.Query)
	typed := strings.TrimSpace(q.Get("issn"))
	if err != nil || typed == "" {
		return h.send(c, r, found("/"))
	}
	id, err := issn.Parse(typed)
	if err != nil {
		return h.send(c, r, h.service.Problem(r, problem(err, &resource{})))
	}
	return h.send(c, r, found(serialPath+id.String()))
}

func (h *handler) search(c echo.Context, r *Request) error {
	out, err := h.service.Search(c.Request().Context(), r)
	if err != nil {
		c.Set(access.FailureKey, err)
	}
	return h.send(c, r, out)
}

func (h *handler) former(c echo.Context, r *Request) error {
	return h.send(c, r, h.service.Former(r))
}

func (h *handler) suggest(c echo.Context, r *Request) error {
	out, err := h.service.Suggest(c.Request().Context(), r)
	if err != nil {
		c.Set(access.FailureKey, err)
	}
	return h.send(c, r, out)
}

func (h *handler) openSearch(c echo.Context, r *Request) error {
	return h.send(c, r, h.service.OpenSearch(r))
}

// found leads from a question to its answer. The question is not repeated.
func found(path string) *Response {
	return &Response{Status: http.StatusSeeOther, Header: http.Header{
		"Location": {path}, "Cache-Control": {cachePublic},
	}}
}
