package sru

import (
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"issnd/internal/access"
	"issnd/internal/site"
)

// Routes adds the route of the protocol to a router.
func Routes(s *Service, viewer access.ViewerOf) func(*echo.Echo) {
	h := func(c echo.Context) error {
		in := c.Request()
		call, err := read(in)
		if err != nil {
			return send(c.Response(), in.Method, problem(http.StatusBadRequest, "The body of the request did not arrive as a whole."))
		}
		call.Viewer, err = viewer(bearer(in.Header))
		call.Denied = err != nil
		note := access.Of(c.Response())
		note.By(call.Viewer)
		out, err := s.Handle(in.Context(), call)
		if err != nil {
			c.Set(access.FailureKey, err)
		}
		note.In(out.format, access.Unused)
		defer giveBack(out.Body)
		return send(c.Response(), in.Method, out)
	}
	return func(e *echo.Echo) {
		for _, path := range [...]string{Path, Path + "/"} {
			e.Any(path, h)
			e.RouteNotFound(path, h) // methods that the router does not know
		}
	}
}

// Refuse says that a request is not done, as a diagnostic in the form that the
// request asks for, and as plain text where it asks for an explanation. A body is
// not read: what is posted is answered as the parameters of the URL have it.
func (s *Service) Refuse(in *http.Request, status int, why string) (http.Header, []byte) {
	if o, _ := operation(in.URL.Query()); o == Explain {
		a := problem(status, why)
		return a.Header, a.Body
	}
	a, err := s.Handle(in.Context(), &Call{
		Method: http.MethodGet, Query: in.URL.RawQuery, Header: in.Header, Site: site.Of(in),
		Refused: status, Why: why,
	})
	if err != nil { // nothing is searched
		a = problem(status, why)
	}
	return a.Header, a.Body
}

// read takes a request in.
func read(in *http.Request) (*Call, error) {
	c := &Call{Method: in.Method, Query: in.URL.RawQuery, Header: in.Header, Site: site.Of(in)}
	if in.Method != http.MethodPost {
		return c, nil
	}
	body, err := io.ReadAll(io.LimitReader(in.Body, MaxBody+1))
	c.Body, c.Long = body, len(body) > MaxBody
	return c, err
}

// bearer is the header with the password of HTTP Basic authentication as the
// key, which is all that some clients of the protocol can send.
func bearer(h http.Header) http.Header {
	const scheme = "Basic "
	v := h.Get("Authorization")
	if len(v) < len(scheme) || !strings.EqualFold(v[:len(scheme)], scheme) {
		return h
	}
	text, err := base64.StdEncoding.DecodeString(v[len(scheme):])
	if err != nil {
		return h
	}
	_, key, _ := strings.Cut(string(text), ":")
	h = h.Clone()
	h.Set("Authorization", "Bearer "+key)
	return h
}

func send(w http.ResponseWriter, method string, a *Answer) error {
	h := w.Header()
	for name, values := range a.Header {
		h[name] = values
	}
	if a.Status != http.StatusNoContent {
		h["Content-Length"] = []string{strconv.Itoa(len(a.Body))}
	}
	w.WriteHeader(a.Status)
	if method == http.MethodHead {
		return nil
	}
	_, err := w.Write(a.Body)
	return err
}
