package oaipmh

import (
	"context"
	"errors"
	"time"

	"issnd/crosswalk"
	"issnd/internal/xmlw"
	"issnd/register"
)

// Path is where the base URL is served, and under it what belongs to it.
const (
	Path           = "/oai"
	pagePath       = Path + "/page"
	stylesheetPath = Path + "/style.xsl"
)

// What every response starts with. The style sheet is named relative to the
// base URL, so that it is found behind proxies too.
const (
	openResponse = xmlw.Header + `<?xml-stylesheet type="text/xsl" href="oai/style.xsl"?>` + "\n" +
		`<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"` +
		` xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">` + "\n<responseDate>"
	closeResponse = "</OAI-PMH>\n"
)

// exchange is one request being answered.
type exchange struct {
	*Service
	ctx    context.Context
	viewer register.Viewer
	stats  register.Stats
	now    time.Time // responseDate
	base   string    // the base URL
	about  crosswalk.Options
	out    xmlw.Writer
	drain  drain
	room   *register.Room // for the records of a list, or nil
	shown  string         // name of the format of records
}

// AppendResponse answers a request in the notation of a query, on behalf of v.
// The site is the address of the server with its final slash, for where none
// is configured. Conditions of the protocol are in the response; the error is
// one of the register, and then nothing is appended.
func (s *Service) AppendResponse(ctx context.Context, dst []byte, v register.Viewer, site, query string) ([]byte, error) {
	dst, _, err := s.respond(ctx, dst, v, site, query, nil, nil)
	return dst, err
}

// drain takes what has been made of a list of records, so that it is on its way
// while the rest is made, and gives the memory back to go on in. After that the
// answer can no longer become another one.
type drain func(made []byte) (rest []byte, err error)

// respond is AppendResponse, and tells the name of the format of the records. A
// drain that is nil leaves the answer whole. The room is lent for the records of
// a list, unless it is nil.
func (s *Service) respond(ctx context.Context, dst []byte, v register.Viewer, site, query string, d drain, room *register.Room) ([]byte, string, error) {
	x, err := s.exchange(ctx, dst, v, site)
	if err != nil {
		return dst, "", err
	}
	x.drain, x.room = d, room
	r, errs := Parse(query)
	if errs != nil {
		x.refuse(nil, errs)
		return x.out.Buf, "", nil
	}
	x.open(r)
	start := len(x.out.Buf)
	if err = x.answer(r); errors.As(err, &errs) {
		x.out = xmlw.Writer{Buf: x.out.Buf[:start]}
		x.conditions(errs)
	} else if err != nil {
		return dst, "", err
	}
	x.out.Raw(closeResponse)
	return x.out.Buf, x.shown, nil
}

// exchange takes the time of the response before anything is read. It is that
// up to which the register is complete, because harvesters ask for what is new
// since then (OAI-PMH 2.0 §3.2), and may be ahead of a clock that was set back.
func (s *Service) exchange(ctx context.Context, dst []byte, v register.Viewer, site string) (*exchange, error) {
	stats, err := s.register.Stats(ctx)
	if err != nil {
		return nil, err
	}
	x := &exchange{
		Service: s, ctx: ctx, viewer: v, stats: stats, now: stats.Horizon,
		about: s.config.Crosswalk, out: xmlw.Writer{Buf: dst},
	}
	if x.about.PublicURL == "" {
		x.about.PublicURL = site
	}
	x.base = x.about.PublicURL + Path[1:]
	return x, nil
}

func (x *exchange) answer(r *Request) error {
	switch r.Verb {
	case Identify:
		return x.identify()
	case ListMetadataFormats:
		return x.listMetadataFormats(r)
	case ListSets:
		return x.listSets(r)
	case GetRecord:
		return x.getRecord(r)
	default:
		return x.list(r)
	}
}

// open writes what comes before the answer. A nil request is one that must not
// be repeated.
func (x *exchange) open(r *Request) {
	x.out.Raw(openResponse)
	x.out.Buf = x.now.AppendFormat(x.out.Buf, secondLayout)
	x.out.Raw("</responseDate>\n")
	x.out.Start("request")
	if r != nil {
		for name, value := range r.Arguments {
			x.out.Attr(name, value)
		}
	}
	x.out.Text(x.base)
	x.out.End("request")
	x.out.Raw("\n")
}

// refuse writes a whole response of error conditions.
func (x *exchange) refuse(r *Request, errs Errors) {
	x.open(r)
	x.conditions(errs)
	x.out.Raw(closeResponse)
}

func (x *exchange) conditions(errs Errors) {
	for i := range errs {
		x.out.Element("error", errs[i].Message, "code", string(errs[i].Code))
		x.out.Raw("\n")
	}
}

// element writes an element with text on a line of its own.
func (x *exchange) element(name, text string) {
	x.out.Element(name, text)
	x.out.Raw("\n")
}
