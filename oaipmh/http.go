package oaipmh

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"issnd/internal/access"
	"issnd/internal/cors"
	"issnd/internal/problem"
	"issnd/internal/site"
	"issnd/negotiate"
	"issnd/register"
)

// handler is the transport of the protocol (OAI-PMH 2.0 §3.1).
type handler struct {
	service *Service
	viewer  access.ViewerOf
	closing <-chan struct{}
}

const (
	contentType = "text/xml; charset=UTF-8"
	formType    = "application/x-www-form-urlencoded"
	allow       = "GET, HEAD, OPTIONS, POST"
	allowRead   = "GET, HEAD, OPTIONS"

	retryAfter = "30" // seconds, in which a server is started again
)

// MaxBody is how long the body of a POST may be, in bytes: more than any request needs.
const MaxBody = 32 << 10

// Values of header fields that are always the same.
var (
	xmlType    = []string{contentType}
	gzipCoding = []string{"gzip"}
	varyViewer = []string{"Accept-Encoding, Authorization, X-API-Key"}
	varyAccept = []string{"Accept, Accept-Encoding, Authorization, X-API-Key"}

	// A harvester wants what is true now. What a key opens is for nobody else.
	cachePublic  = []string{"no-cache"}
	cachePrivate = []string{"private, no-cache"}
)

// offers are what the bare base URL has: people are led to the pages.
var offers = func() []negotiate.Offer {
	data, _ := negotiate.ParseOffer("text/xml")
	page, _ := negotiate.ParseOffer("text/html")
	return []negotiate.Offer{data, page}
}()

// protocol answers requests to the base URL. An error is one that has been
// answered without detail.
func (h *handler) protocol(w http.ResponseWriter, r *http.Request) error {
	v, ok := h.admit(w, r, allow)
	if !ok {
		return nil
	}
	query := r.URL.RawQuery
	if r.Method == http.MethodPost {
		form, status := readForm(r)
		if status != 0 {
			fail(w, status)
			return nil
		}
		if query != "" {
			query += "&"
		}
		query += form
	} else if query == "" && h.service.pages != nil {
		w.Header()["Vary"] = varyAccept
		if i, ok := negotiate.Choose(r.Header["Accept"], offers); ok && i == 1 {
			return h.send(w, r, func(p *reply) ([]byte, error) { return h.startPage(w, r, p.response) })
		}
	}
	w.Header()["Content-Type"] = xmlType
	return h.send(w, r, func(p *reply) ([]byte, error) {
		out, format, err := h.service.respond(r.Context(), p.response, v, site.Of(r), query, p.drain(), &p.room)
		access.Of(w).In(format, access.Unused)
		return out, err
	})
}

// page answers requests for the pages for people.
func (h *handler) page(w http.ResponseWriter, r *http.Request) error {
	v, ok := h.admit(w, r, allowRead)
	if !ok {
		return nil
	}
	return h.send(w, r, func(out *reply) ([]byte, error) {
		query := withoutEmpty(r.URL.Query())
		if query == "" {
			return h.startPage(w, r, out.response)
		}
		p, err := h.service.Page(r.Context(), v, site.Of(r), query)
		return p.into(w.Header(), out.response), err
	})
}

func (h *handler) startPage(w http.ResponseWriter, r *http.Request, dst []byte) ([]byte, error) {
	p, err := h.service.StartPage(site.Of(r))
	return p.into(w.Header(), dst), err
}

// stylesheet answers requests for the style sheet that responses name.
func (h *handler) stylesheet(w http.ResponseWriter, r *http.Request) error {
	if _, ok := h.admit(w, r, allowRead); !ok {
		return nil
	}
	w.Header().Set("Content-Type", "text/xsl; charset=utf-8")
	return h.send(w, r, func(p *reply) ([]byte, error) { return append(p.response, stylesheet...), nil })
}

// admit looks at the method and finds the viewer. If the second result is
// false, the request has been answered.
func (h *handler) admit(w http.ResponseWriter, r *http.Request, methods string) (register.Viewer, bool) {
	head := w.Header()
	cors.Share(head)
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		cors.Preflight(head, methods)
		w.WriteHeader(http.StatusNoContent)
		return register.Viewer{}, false
	default:
		if r.Method != http.MethodPost || methods != allow {
			head.Set("Allow", methods)
			fail(w, http.StatusMethodNotAllowed)
			return register.Viewer{}, false
		}
	}
	head["Vary"], head["Cache-Control"] = varyViewer, cachePublic
	v, err := h.viewer(r.Header)
	if err != nil {
		head.Set("WWW-Authenticate", `Bearer realm="issnd"`)
		fail(w, http.StatusUnauthorized)
		return register.Viewer{}, false
	}
	access.Of(w).By(v)
	if !v.Public() {
		head["Cache-Control"] = cachePrivate
	}
	return v, true
}

// readForm is the body of a POST request, or the status that refuses it.
func readForm(r *http.Request) (string, int) {
	body, err := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
	switch {
	case err != nil:
		return "", http.StatusBadRequest
	case len(body) > MaxBody:
		return "", http.StatusRequestEntityTooLarge
	case len(body) == 0:
		return "", 0
	}
	if coding := r.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return "", http.StatusUnsupportedMediaType
	}
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != formType {
		return "", http.StatusUnsupportedMediaType
	}
	return string(body), 0
}

// send sends what render appends. A register that has failed because the
// server is about to end is worth another attempt. An answer that has begun is
// cut off, since nothing else would tell the harvester that it is not whole.
func (h *handler) send(w http.ResponseWriter, r *http.Request, render func(*reply) ([]byte, error)) error {
	if h.ending() {
		h.unavailable(w)
		return nil
	}
	p := newReply(w, r)
	defer p.release()
	var err error
	if p.response, err = render(p); err == nil {
		return p.end()
	}
	switch {
	case p.left || p.begun && givenUp(err):
		panic(http.ErrAbortHandler)
	case p.begun:
		panic(fmt.Errorf("oaipmh: in the middle of an answer: %w", err)) // logged by the server
	case h.ending() || givenUp(err):
		h.unavailable(w)
		return nil
	}
	fail(w, http.StatusInternalServerError)
	return err
}

// givenUp reports whether a request has been given up, or its time is over.
func givenUp(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func (h *handler) ending() bool {
	select {
	case <-h.closing:
		return true
	default:
		return false
	}
}

func (h *handler) unavailable(w http.ResponseWriter) {
	w.Header().Set("Retry-After", retryAfter)
	fail(w, http.StatusServiceUnavailable)
}

// fail answers with an error of HTTP, not of the protocol (RFC 9457).
func fail(w http.ResponseWriter, status int) {
	body := problem.Document(status, "", "")
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("Content-Type", problem.MediaType)
	head.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}
