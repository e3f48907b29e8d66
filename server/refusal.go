package server

import (
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"issnd/internal/cors"
	"issnd/internal/problem"
	"issnd/limit"
	"issnd/negotiate"
)

// Refusal is why a request is not done, though nothing is wrong with the
// server.
type Refusal struct {
	Status        int
	Type          string // of the problem (RFC 9457 §3.1.1), "" for that of the status
	Title, Detail string
	Policy        string        // the name of the limit that was met, "" for none
	Retry         time.Duration // when to come again, 0 for never
}

// Text is the detail, and for whom it helps that many records are to be had in
// another way.
func (why *Refusal) Text() string {
	if why.Retry == 0 {
		return why.Detail
	}
	return why.Detail + " Many records are to be had at once as files, at /dumps/, or by OAI-PMH, at /oai."
}

// Answer says a refusal as a protocol does, with the status that its clients
// understand.
type Answer func(*http.Request, *Refusal) (status int, header http.Header, body []byte)

// Refusals are the forms in which requests are refused. The zero Refusals has
// problem documents for everyone.
type Refusals struct {
	Page    func(title string, main []byte) (http.Header, []byte) // a page for people
	Answers map[string]Answer                                     // by the path of a protocol
}

// The types of problems that the draft of the RateLimit fields registers.
const (
	quotaExceeded   = "https://iana.org/assignments/http-problem-types#quota-exceeded"
	reducedCapacity = "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity"
)

// otherWays leads those who want many records to where they are cheap.
const otherWays = `</dumps/>; rel="related"; title="the whole register as files", </oai>; rel="related"; title="harvesting by OAI-PMH"`

// refuse answers in the form that the protocol has, or the client prefers.
func (f *Refusals) refuse(c echo.Context, why *Refusal) error {
	r, w := c.Request(), c.Response()
	say := ProblemOf
	if own := f.Answers[strings.TrimSuffix(r.URL.Path, "/")]; own != nil {
		say = own
	} else if f.Page != nil && prefersPage(r) {
		say = f.page
	}
	status, header, body := say(r, why)
	h := w.Header()
	for name, values := range header {
		h[name] = values
	}
	cors.Share(h)
	h.Set("Cache-Control", "no-store")
	if why.Retry > 0 {
		h.Set("Retry-After", strconv.Itoa(limit.Seconds(why.Retry)))
		h.Set("Link", otherWays)
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	_, err := w.Write(body)
	return err
}

var refusalOffers = func() []negotiate.Offer {
	data, _ := negotiate.ParseOffer(problem.MediaType)
	plain, _ := negotiate.ParseOffer("application/json")
	page, _ := negotiate.ParseOffer("text/html")
	return []negotiate.Offer{data, plain, page}
}()

func prefersPage(r *http.Request) bool {
	i, ok := negotiate.Choose(r.Header["Accept"], refusalOffers)
	return ok && i == len(refusalOffers)-1
}

// ProblemOf is a refusal as a problem document (RFC 9457).
func ProblemOf(_ *http.Request, why *Refusal) (int, http.Header, []byte) {
	p := struct {
		Type     string   `json:"type,omitempty"`
		Status   int      `json:"status"`
		Title    string   `json:"title"`
		Detail   string   `json:"detail"`
		Violated []string `json:"violated-policies,omitempty"`
	}{why.Type, why.Status, why.Title, why.Text(), nil}
	if why.Policy != "" {
		p.Violated = []string{why.Policy}
	}
	body, _ := json.MarshalIndent(p, "", "  ") // strings and numbers
	return why.Status, http.Header{"Content-Type": {problem.MediaType}}, append(body, '\n')
}

// page is a refusal for people.
func (f *Refusals) page(_ *http.Request, why *Refusal) (int, http.Header, []byte) {
	main := fmt.Appendf(nil, "<h1>%s</h1>\n<p>%s</p>\n", template.HTMLEscapeString(why.Title), template.HTMLEscapeString(why.Detail))
	if why.Retry > 0 {
		main = append(main, "<p>Many records are to be had at once <a href=\"/dumps/\">as files</a>, or <a href=\"/oai\">by OAI-PMH</a>.</p>\n"...)
	}
	header, body := f.Page(why.Title, main)
	return why.Status, header, body
}
