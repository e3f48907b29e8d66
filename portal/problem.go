package portal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"issnd/format"
	"issnd/issn"
	"issnd/negotiate"
	"issnd/register"
)

// Problem is an error as a client sees it (RFC 9457). It is rendered as a page
// or as application/problem+json, whichever the client prefers.
type Problem struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail,omitempty"`

	// Formats is what the client may ask for instead.
	Formats []Available `json:"formats,omitempty"`
	// ISSN is the number that the request named, and Replacement the one to use
	// instead of it.
	ISSN        string `json:"issn,omitempty"`
	Replacement string `json:"replacement,omitempty"`
	// ReplacementURL is where that one is served.
	ReplacementURL string `json:"replacementURL,omitempty"`
}

// Available is one representation that exists.
type Available struct {
	Format    string `json:"format"`
	MediaType string `json:"mediaType"`
	URL       string `json:"url"`
}

func (p *Problem) Error() string { return p.Title + ": " + p.Detail }

// problem turns any error into what the client may know of it: the table from
// the domain's errors to HTTP. An unknown error is a bare 500.
func problem(err error, r *resource) *Problem {
	var p *Problem
	var wrong *issn.Error
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &wrong):
		return &Problem{Status: http.StatusBadRequest, Title: "Not a valid ISSN", Detail: wrong.Error()}
	case errors.Is(err, register.ErrNotFound):
		return notInRegister(r)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return &Problem{Status: http.StatusServiceUnavailable, Title: "The request was given up",
			Detail: "It ended, or its time did, before there was an answer."}
	}
	return &Problem{Status: http.StatusInternalServerError, Title: "Internal error",
		Detail: "The server could not answer this request. The error has been logged."}
}

func notInRegister(r *resource) *Problem {
	id := r.id.String()
	p := &Problem{Status: http.StatusNotFound, Title: "Not in the register", ISSN: id}
	if r.kind == linkingResource {
		p.Detail = id + " is a well-formed ISSN, but the register has no record with this ISSN-L."
	} else {
		p.Detail = id + " is a well-formed ISSN, but the register has no record of it."
	}
	return p
}

// notAcceptable lists what exists where nothing fits Accept (RFC 9110 §15.5.7).
func notAcceptable(docURL string, c *format.Choice) *Problem {
	return &Problem{
		Status: http.StatusNotAcceptable, Title: "No such representation",
		Detail:  "None of the media types in the Accept header is on offer. These are:",
		Formats: available(docURL, c),
	}
}

// unknownFormat answers a ?format= that names no format.
func unknownFormat(name, docURL string, c *format.Choice) *Problem {
	return &Problem{
		Status: http.StatusBadRequest, Title: "Unknown format",
		Detail:  fmt.Sprintf("There is no format %s for this resource. These exist:", quoted(name)),
		Formats: available(docURL, c),
	}
}

// unknownSuffix answers a path that ends in the suffix of no format.
func unknownSuffix(suffix, docURL string, c *format.Choice) *Problem {
	return &Problem{
		Status: http.StatusNotFound, Title: "Unknown format",
		Detail:  fmt.Sprintf("No representation of this resource has the suffix %s. These exist:", quoted(suffix)),
		Formats: available(docURL, c),
	}
}

// tooLong answers where a record has a field that the format cannot express.
func tooLong(f *format.Format, docURL string, c *format.Choice) *Problem {
	return &Problem{
		Status: http.StatusNotAcceptable, Title: "Too long for this format",
		Detail: "This record has a field that is longer than ISO 2709 allows. It can be had in these formats:",
		Formats: slices.DeleteFunc(available(docURL, c), func(a Available) bool {
			return a.Format == f.Name
		}),
	}
}

func preconditionFailed() *Problem {
	return &Problem{
		Status: http.StatusPreconditionFailed, Title: "Precondition failed",
		Detail: "The representation is another one than the request expects.",
	}
}

// quoted repeats what a client sent, on one line of bounded length.
func quoted(s string) string {
	const longest = 40
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return strconv.Quote(s)
}

func available(docURL string, c *format.Choice) []Available {
	out := make([]Available, 0, len(c.Formats))
	for _, f := range c.Formats {
		out = append(out, Available{f.Name, f.MediaTypes[0], docURL + f.Ext})
	}
	return out
}

var problemOffers = func() []negotiate.Offer {
	page, _ := negotiate.ParseOffer("text/html")
	data, _ := negotiate.ParseOffer("application/problem+json")
	plain, _ := negotiate.ParseOffer("application/json")
	return []negotiate.Offer{data, plain, page}
}()

// Problem answers with an error: a page for those who take HTML, else JSON.
func (s *Service) Problem(r *Request, p *Problem) *Response {
	h := http.Header{"Vary": {varyViewerAccept}, "Cache-Control": {cacheNone}}
	if r.Viewer.Public() && (p.Status == http.StatusNotFound || p.Status == http.StatusBadRequest) {
		h["Cache-Control"] = []string{cacheProblem}
	}
	if p.Status == http.StatusServiceUnavailable {
		h["Retry-After"] = []string{indexRetry}
	}
	if i, ok := negotiate.Choose(r.Header["Accept"], problemOffers); ok && i == len(problemOffers)-1 {
		out := &Response{Status: p.Status, Header: h, Body: s.pages.problem(p)}
		out.encode(htmlType)
		return out
	}
	h["Content-Type"] = []string{"application/problem+json"}
	body, _ := json.MarshalIndent(p, "", "  ")
	return &Response{Status: p.Status, Header: h, Body: append(body, '\n')}
}
