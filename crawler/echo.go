package crawler

import (
	"errors"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/internal/gzipped"
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
)

// failureKey is where the server looks for an error to log that has been
// answered without detail.
const failureKey = "error"

// reading answers methods that are not for reading.
func reading(serve echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Access-Control-Allow-Origin", "*")
		switch c.Request().Method {
		case http.MethodGet, http.MethodHead:
			return serve(c)
		case http.MethodOptions:
			h.Set("Allow", allow)
			h.Set("Access-Control-Allow-Methods", allow)
			return c.NoContent(http.StatusNoContent)
		}
		h.Set("Allow", allow)
		return problem(c, http.StatusMethodNotAllowed)
	}
}

func problem(c echo.Context, status int) error {
	body := "{\n  \"status\": " + strconv.Itoa(status) + ",\n  \"title\": " + strconv.Quote(http.StatusText(status)) + "\n}\n"
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Blob(status, "application/problem+json", []byte(body))
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
		c.Set(failureKey, err)
		return problem(c, http.StatusInternalServerError)
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
		c.Set(failureKey, err)
		return problem(c, http.StatusInternalServerError)
	case m == nil:
		return problem(c, http.StatusNotFound)
	}
	gz := negotiate.Gzip(r.Header["Accept-Encoding"])
	if known(c, m.ETag, gz, m.Modified) {
		return c.NoContent(http.StatusNotModified)
	}
	w := c.Response()
	w.Header().Set("Content-Type", xmlType)
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	if gz {
		z := gzipped.NewWriter(w)
		defer z.Release()
		err = errors.Join(m.Write(r.Context(), z), z.Close())
	} else {
		err = m.Write(r.Context(), w)
	}
	if err != nil {
		panic(http.ErrAbortHandler) // cut off, or it would look whole
	}
	return nil
}

// whole answers with a short document.
func whole(c echo.Context, contentType string, body []byte, modified time.Time) error {
	sum := fnv.New64a()
	sum.Write(body)
	gz := len(body) >= gzipped.Worth && negotiate.Gzip(c.Request().Header["Accept-Encoding"])
	if known(c, strconv.FormatUint(sum.Sum64(), 36), gz, modified) {
		return c.NoContent(http.StatusNotModified)
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

// known sets the validators and reports whether the client has the document
// already (RFC 9110 §13.2.2).
func known(c echo.Context, tag string, gz bool, modified time.Time) bool {
	h := c.Response().Header()
	if gz {
		tag += "-gz"
		h.Set("Content-Encoding", "gzip")
	}
	tag = `"` + tag + `"`
	h.Set("ETag", tag)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", freshness)
	if !modified.IsZero() {
		h.Set("Last-Modified", modified.UTC().Format(http.TimeFormat))
	}
	in := c.Request().Header
	if lists := in["If-None-Match"]; len(lists) > 0 {
		for one := range strings.SplitSeq(strings.Join(lists, ","), ",") {
			if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
				h.Del("Content-Encoding")
				return true
			}
		}
		return false
	}
	since, err := http.ParseTime(in.Get("If-Modified-Since"))
	if err == nil && !modified.IsZero() && !modified.After(since) {
		h.Del("Content-Encoding")
		return true
	}
	return false
}
