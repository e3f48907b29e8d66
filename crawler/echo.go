package crawler

import (
	"bytes"
	"context"
	"errors"
	"hash/fnv"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/internal/access"
	"issnd/internal/conditional"
	"issnd/internal/cors"
	"issnd/internal/gzipped"
	"issnd/internal/problem"
	"issnd/internal/site"
	"issnd/negotiate"
)

// Routes adds the routes of the documents for crawlers to a router.
func Routes(s *Service) func(*echo.Echo) {
	h := &handler{s}
	return func(e *echo.Echo) {
		for path, serve := range map[string]echo.HandlerFunc{
			RobotsPath: h.robots, LLMsPath: h.llms, IndexPath: h.index, sitemapPrefix + ":name": h.sitemap,
		} {
			e.Any(path, reading(serve))
			e.RouteNotFound(path, reading(serve)) // methods that the router does not know
		}
	}
}

type handler struct{ service *Service }

const (
	allow     = "GET, HEAD, OPTIONS"
	textType  = "text/plain; charset=utf-8"
	xmlType   = "application/xml; charset=utf-8"
	freshness = "public, max-age=3600"

	retryAfter = "30" // seconds, in which what takes long, or the server, is through
)

// reading answers methods that are not for reading.
func reading(serve echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		cors.Share(h)
		switch c.Request().Method {
		case http.MethodGet, http.MethodHead:
			return serve(c)
		case http.MethodOptions:
			cors.Preflight(h, allow)
			return c.NoContent(http.StatusNoContent)
		}
		h.Set("Allow", allow)
		return refuse(c, http.StatusMethodNotAllowed)
	}
}

// refuse answers with a problem in place of a document.
func refuse(c echo.Context, status int) error {
	h := c.Response().Header()
	for _, name := range []string{"Content-Encoding", "Etag", "Last-Modified"} {
		delete(h, name)
	}
	h.Set("Cache-Control", "no-store")
	return c.Blob(status, problem.MediaType, problem.Document(status, "", ""))
}

// failed answers where the register does not. A request that is given up, or whose
// time is over, is no error of the server, and may come again.
func failed(c echo.Context, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		c.Response().Header().Set("Retry-After", retryAfter)
		return refuse(c, http.StatusServiceUnavailable)
	}
	c.Set(access.FailureKey, err)
	return refuse(c, http.StatusInternalServerError)
}

func (h *handler) robots(c echo.Context) error {
	return whole(c, textType, h.service.Robots(site.Of(c.Request())), time.Time{})
}

func (h *handler) llms(c echo.Context) error {
	return whole(c, textType, h.service.LLMs(site.Of(c.Request())), time.Time{})
}

func (h *handler) index(c echo.Context) error {
	body, modified, err := h.service.Index(c.Request().Context(), site.Of(c.Request()))
	if err != nil {
		return failed(c, err)
	}
	return whole(c, xmlType, body, modified)
}

func (h *handler) sitemap(c echo.Context) error {
	r := c.Request()
	name := sitemapName(r.URL.Path)
	if name == pagesName {
		return whole(c, xmlType, h.service.Pages(site.Of(r)), time.Time{})
	}
	m, err := h.service.Sitemap(r.Context(), name, site.Of(r))
	switch {
	case err != nil:
		return failed(c, err)
	case m == nil:
		return refuse(c, http.StatusNotFound)
	}
	gz := negotiate.Gzip(r.Header["Accept-Encoding"])
	if send, err := meets(c, m.ETag, gz, m.Modified); !send {
		return err
	}
	p, err := m.Pack(r.Context())
	if err != nil {
		return failed(c, err)
	}
	w := c.Response()
	w.Header().Set("Content-Type", xmlType)
	body, length := io.Reader(bytes.NewReader(p.Body)), len(p.Body)
	if !gz {
		if body, err = p.Plain(); err != nil {
			return failed(c, err)
		}
		length = p.Size
	}
	w.Header().Set("Content-Length", strconv.Itoa(length))
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = io.Copy(w, body)
	return err
}

// whole answers with a short document.
func whole(c echo.Context, contentType string, body []byte, modified time.Time) error {
	sum := fnv.New64a()
	sum.Write(body)
	gz := len(body) >= gzipped.Worth && negotiate.Gzip(c.Request().Header["Accept-Encoding"])
	if send, err := meets(c, strconv.FormatUint(sum.Sum64(), 36), gz, modified); !send {
		return err
	}
	if gz {
		body = gzipped.Append(nil, body)
	}
	h := c.Response().Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.Response().WriteHeader(http.StatusOK)
	if c.Request().Method == http.MethodHead {
		return nil
	}
	_, err := c.Response().Write(body)
	return err
}

// meets sets the validators and reports whether the document is to be sent by the
// conditions of the request. If not, it has been answered.
func meets(c echo.Context, tag string, gz bool, modified time.Time) (bool, error) {
	if gz {
		tag += "-gz"
	}
	tag = `"` + tag + `"`
	h := c.Response().Header()
	h.Set("Vary", "Accept-Encoding")
	status := conditional.Status(c.Request().Header, tag, modified)
	if status == http.StatusPreconditionFailed {
		return false, refuse(c, status)
	}
	h.Set("ETag", tag)
	h.Set("Cache-Control", freshness)
	if !modified.IsZero() {
		h.Set("Last-Modified", modified.UTC().Format(http.TimeFormat))
	}
	if status == http.StatusNotModified {
		return false, c.NoContent(status)
	}
	if gz {
		h.Set("Content-Encoding", "gzip")
	}
	return true, nil
}
