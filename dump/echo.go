package dump

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/internal/access"
	"issnd/internal/conditional"
	"issnd/internal/cors"
	"issnd/internal/site"
)

// stretch is how much of a file has to leave within the time of one, in bytes: at
// a minute 17 kB a second.
const stretch = 1 << 20

// Routes adds the routes of the dumps to a router. A download may take as long
// as it likes while every stretch of it leaves within the time given, which is
// without limit if zero.
func Routes(s *Service, viewer access.ViewerOf, limit time.Duration) func(*echo.Echo) {
	h := &handler{s, viewer, limit}
	return func(e *echo.Echo) {
		for _, path := range []string{Path[:len(Path)-1], Path + "*"} {
			e.Any(path, h.serve)
			e.RouteNotFound(path, h.serve) // methods that the router does not know
		}
	}
}

type handler struct {
	service *Service
	viewer  access.ViewerOf
	limit   time.Duration // of the time of a stretch
}

const allow = "GET, HEAD, OPTIONS"

func (h *handler) serve(c echo.Context) error {
	in, out := c.Request(), c.Response()
	cors.Share(out.Header())
	switch in.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		cors.Preflight(out.Header(), allow)
		return c.NoContent(http.StatusNoContent)
	default:
		out.Header().Set("Allow", allow)
		return h.send(c, refuse(http.StatusMethodNotAllowed, "Method not allowed", "This address can be read with GET and HEAD."))
	}
	if in.URL.Path == Path[:len(Path)-1] {
		return h.send(c, &Response{Status: http.StatusMovedPermanently, Header: http.Header{"Location": {Path}}})
	}
	v, err := h.viewer(in.Header)
	if err != nil {
		out.Header().Set("WWW-Authenticate", `Bearer realm="issnd"`)
		return h.send(c, refuse(http.StatusUnauthorized, "Unknown API key", "The API key is not known here. Leave it out to have the released dumps."))
	}
	access.Of(out).By(v)
	res, err := h.service.Answer(&Request{Path: in.URL.Path, Site: site.Of(in), Viewer: v})
	if err != nil {
		c.Set(access.FailureKey, err)
	}
	return h.send(c, res)
}

// send sends a response. A body or file that has validators is sent in ranges
// and by conditions, as RFC 9110 §13 and §14 have it.
func (h *handler) send(c echo.Context, res *Response) error {
	w := c.Response()
	if res.File == "" {
		res = meeting(c.Request(), res)
	}
	for name, values := range res.Header {
		w.Header()[name] = values
	}
	if res.File == "" {
		if res.Status == http.StatusNotModified {
			return c.NoContent(res.Status)
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(res.Body)))
		w.WriteHeader(res.Status)
		if c.Request().Method == http.MethodHead {
			return nil
		}
		_, err := w.Write(res.Body)
		return err
	}
	f, err := os.Open(res.File)
	if errors.Is(err, fs.ErrNotExist) { // the dump has been removed just now
		return h.send(c, notFound())
	}
	if err != nil {
		c.Set(access.FailureKey, err)
		return h.send(c, internal())
	}
	defer f.Close()
	http.ServeContent(w, c.Request(), "", res.Modified, &paced{ReadSeeker: f, control: http.NewResponseController(w), limit: h.limit})
	return nil
}

// meeting is a response with a body by the conditions of the request.
func meeting(in *http.Request, res *Response) *Response {
	etag := res.Header["Etag"]
	if len(etag) == 0 {
		return res
	}
	switch conditional.Status(in.Header, etag[0], res.Modified) {
	case http.StatusNotModified:
		return &Response{Status: http.StatusNotModified, Header: res.Header}
	case http.StatusPreconditionFailed:
		return refuse(http.StatusPreconditionFailed, "Precondition failed", "The list is another one than the request expects.")
	}
	return res
}

// paced is a file whose reader gets more time to take it with every stretch. One
// that takes next to nothing would keep a place for weeks.
type paced struct {
	io.ReadSeeker
	control *http.ResponseController
	limit   time.Duration
	left    int // of the stretch, bytes
}

// Read reads what follows. A connection that knows no deadlines has none to move.
func (p *paced) Read(b []byte) (int, error) {
	if p.left <= 0 && p.limit > 0 {
		p.left = stretch
		_ = p.control.SetWriteDeadline(time.Now().Add(p.limit))
	}
	n, err := p.ReadSeeker.Read(b)
	p.left -= n
	return n, err
}
