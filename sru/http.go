package sru

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"issnd/diagnostic"
	"issnd/internal/cors"
	"issnd/negotiate"
	"issnd/register"
)

// MaxBody is how long the body of a POST may be, in bytes.
const MaxBody = 64 << 10

// Call is one HTTP request as the service sees it.
type Call struct {
	Method  string
	Query   string // raw query of the URL
	Header  http.Header
	Body    []byte // of a POST
	Long    bool   // the body was longer than MaxBody, and is not whole
	Viewer  register.Viewer
	Denied  bool   // the request has a key that nobody has
	Refused int    // the status with which it is not done, 0 if it is
	Why     string // it is not done
	Site    string // scheme and authority with a final slash, where the server is reached
}

// Answer is the HTTP response.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte

	format string // name of that of the records, "" where there are none
}

const allow = "GET, HEAD, POST, OPTIONS"

// Fields of answers, which share them: nobody changes a value in place.
var (
	// How long a copy of an answer is good, and what it depends on besides its URL.
	cachePublic  = []string{"public, max-age=60"}
	cachePrivate = []string{"private, max-age=60"}
	noStore      = []string{"no-store"}
	vary         = []string{"Accept-Encoding, Authorization, X-API-Key"}
	varyAccept   = []string{"Accept, Accept-Encoding, Authorization, X-API-Key"}

	bearerRealm = []string{`Bearer realm="issnd"`}
	gzipCoding  = []string{"gzip"}

	contentTypes = map[string][]string{
		sruXML:   {sruXML + "; charset=utf-8"},
		textXML:  {textXML + "; charset=utf-8"},
		appXML:   {appXML + "; charset=utf-8"},
		appJSON:  {appJSON},
		textHTML: {textHTML + "; charset=utf-8"},
	}
)

// stylesheetPolicy is for answers that name a stylesheet, which can be anyone's:
// it is taken from this server alone, and what it makes runs no script.
var stylesheetPolicy = []string{"default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src * data:; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"}

const formType = "application/x-www-form-urlencoded"

// Handle answers an HTTP request. The error is one of the program, for the log,
// that the answer tells nothing of.
func (s *Service) Handle(ctx context.Context, c *Call) (*Answer, error) {
	switch c.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	case http.MethodOptions:
		return preflight(), nil
	default:
		return problem(http.StatusMethodNotAllowed, "This address can be read with GET, and asked with POST."), nil
	}
	if c.Long {
		return problem(http.StatusRequestEntityTooLarge, fmt.Sprintf("The body of a request has no more than %d KiB.", MaxBody>>10)), nil
	}
	values, malformed := url.ParseQuery(c.Query)
	soap := false
	if c.Method == http.MethodPost && len(c.Body) > 0 {
		if coding := c.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
			return problem(http.StatusUnsupportedMediaType, "The body of a request is sent without a content coding."), nil
		}
		switch kind, _, _ := mime.ParseMediaType(c.Header.Get("Content-Type")); kind {
		case formType:
			var form url.Values
			form, malformed = url.ParseQuery(string(c.Body))
			for name, v := range form {
				values[name] = append(values[name], v...)
			}
		case textXML, appXML, soapXML:
			var err error
			if values, err = parseSOAP(c.Body); err != nil {
				return finish(c, http.StatusBadRequest, textXML, appendFault(nil, err.Error())), nil
			}
			soap = true
		default:
			return problem(http.StatusUnsupportedMediaType, "A request is posted as a form, or as XML in a SOAP envelope."), nil
		}
	}
	r := Parse(values)
	if malformed != nil {
		r.wrong("", "The parameters are not encoded as they must be in a URL")
	}
	return s.answer(ctx, c, r, soap)
}

// answer answers a request in the form that it asks for.
func (s *Service) answer(ctx context.Context, c *Call, r *Request, soap bool) (*Answer, error) {
	status := http.StatusOK
	if c.Denied {
		status = http.StatusUnauthorized
		r.Faults = []*diagnostic.Diagnostic{diagnostic.Newf(diagnostic.AuthenticationError, "",
			"The API key is not known here. Leave it out to search the released data.")}
	}
	if c.Refused != 0 {
		status = c.Refused
		r.Faults = []*diagnostic.Diagnostic{diagnostic.Newf(diagnostic.SystemTemporarilyUnavailable, "", "%s", c.Why)}
	}
	kind, byHeader := r.choose(c.Header["Accept"])
	if soap {
		kind, byHeader = textXML, false
	}
	r.asJSON, r.asXML = kind == appJSON, kind != appJSON && kind != textHTML
	out, err := s.Do(ctx, c.Viewer, r, c.Site)
	var a *Answer
	switch {
	case soap:
		a = finish(c, status, textXML, out.appendSOAP(out.room()))
	case kind == appJSON:
		a = finish(c, status, appJSON, out.AppendJSON(out.room()))
	case kind == textHTML:
		a = s.page(c, status, out)
	default:
		a = finish(c, status, kind, out.AppendXML(out.room()))
	}
	if r.Stylesheet != "" {
		a.Header["Content-Security-Policy"] = stylesheetPolicy
	}
	if out.format != nil {
		a.format = out.format.Name
	}
	if byHeader {
		a.Header["Vary"] = varyAccept
	}
	if out.passing() {
		a.Header["Cache-Control"] = noStore
	}
	return a, err
}

// page is the answer for people. It repeats parameters, which may be bytes that
// are no text.
func (s *Service) page(c *Call, status int, out *Response) *Answer {
	const unknown = "\uFFFD"
	header, body := s.config.Frame(strings.ToValidUTF8(out.pageTitle(), unknown), bytes.ToValidUTF8(s.appendPage(nil, out), []byte(unknown)))
	a := finish(c, status, textHTML, body)
	for name, values := range header {
		if name != "Content-Encoding" {
			a.Header[name] = values
		}
	}
	return a
}

// finish is an answer with a body of a kind that is offered.
func finish(c *Call, status int, kind string, body []byte) *Answer {
	h := http.Header{"Content-Type": contentTypes[kind], "Vary": vary, "Cache-Control": cachePublic}
	if !c.Viewer.Public() {
		h["Cache-Control"] = cachePrivate
	}
	if status != http.StatusOK || c.Method == http.MethodPost {
		h["Cache-Control"] = noStore
	}
	if status == http.StatusUnauthorized {
		h["Www-Authenticate"] = bearerRealm
	}
	if negotiate.Gzip(c.Header["Accept-Encoding"]) {
		if small := compress(body); small != nil {
			giveBack(body)
			h["Content-Encoding"], body = gzipCoding, small
		}
	}
	return shared(&Answer{Status: status, Header: h, Body: body})
}

// problem is the answer to what is no request of the protocol.
func problem(status int, detail string) *Answer {
	a := &Answer{Status: status, Header: http.Header{
		"Content-Type": {"text/plain; charset=utf-8"}, "Cache-Control": noStore,
	}, Body: []byte(detail + "\n")}
	if status == http.StatusMethodNotAllowed {
		a.Header["Allow"] = []string{allow}
	}
	return shared(a)
}

// preflight answers whether pages of other sites may ask (CORS).
func preflight() *Answer {
	h := http.Header{}
	cors.Preflight(h, allow)
	return shared(&Answer{Status: http.StatusNoContent, Header: h})
}

// shared lets pages of other sites read an answer.
func shared(a *Answer) *Answer {
	cors.Share(a.Header)
	return a
}
