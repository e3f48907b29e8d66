package main

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// oaiClient asks an OAI-PMH provider and bears no answer that is not as the
// protocol says.
type oaiClient struct {
	base, key string
	http      *http.Client
	retries   int // requests that a restart of the server has cut
}

// The parts of an answer that harvesters look at.
type (
	oaiAnswer struct {
		XMLName      xml.Name    `xml:"http://www.openarchives.org/OAI/2.0/ OAI-PMH"`
		ResponseDate string      `xml:"responseDate"`
		Request      *oaiRequest `xml:"request"`
		Errors       []struct {
			Code string `xml:"code,attr"`
		} `xml:"error"`
		Sets        []string   `xml:"ListSets>set>setSpec"`
		SetsToken   *oaiToken  `xml:"ListSets>resumptionToken"`
		Records     *oaiList   `xml:"ListRecords"`
		Identifiers *oaiList   `xml:"ListIdentifiers"`
		Record      *oaiRecord `xml:"GetRecord>record"`
	}
	oaiRequest struct {
		Arguments []xml.Attr `xml:",any,attr"`
	}
	oaiList struct {
		Records []oaiRecord `xml:"record"`
		Headers []oaiHeader `xml:"header"`
		Token   *oaiToken   `xml:"resumptionToken"`
	}
	oaiRecord struct {
		Header   oaiHeader    `xml:"header"`
		Metadata *oaiMetadata `xml:"metadata"`
		About    *struct{}    `xml:"about"`
	}
	oaiHeader struct {
		Status     string   `xml:"status,attr"`
		Identifier string   `xml:"identifier"`
		Datestamp  string   `xml:"datestamp"`
		Sets       []string `xml:"setSpec"`
	}
	oaiMetadata struct {
		XML string `xml:",innerxml"`
	}
	oaiToken struct {
		Token   string `xml:",chardata"`
		Size    string `xml:"completeListSize,attr"`
		Cursor  string `xml:"cursor,attr"`
		Expires string `xml:"expirationDate,attr"`
	}
)

func (h *oaiHeader) deleted() bool { return h.Status == "deleted" }

// ask sends a request, again until it is answered: a server that is just being
// started again loses nothing that it has answered before.
func (c *oaiClient) ask(ctx context.Context, query url.Values) (*oaiAnswer, error) {
	for {
		body, again, err := c.get(ctx, query)
		if err == nil {
			return readAnswer(body, query)
		}
		if !again {
			return nil, fmt.Errorf("%s: %w", query.Encode(), err)
		}
		c.retries++
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// get is one attempt, and whether another one may succeed where it fails.
func (c *oaiClient) get(ctx context.Context, query url.Values) (body []byte, again bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"?"+query.Encode(), nil)
	if err != nil {
		return nil, false, err
	}
	if c.key != "" {
		req.Header.Set("X-API-Key", c.key)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, ctx.Err() == nil, err
	}
	defer res.Body.Close()
	if body, err = io.ReadAll(res.Body); err != nil {
		return nil, ctx.Err() == nil, err
	}
	switch {
	case res.StatusCode == http.StatusServiceUnavailable:
		if _, err := strconv.Atoi(res.Header.Get("Retry-After")); err != nil {
			return nil, false, fmt.Errorf("503 and Retry-After: %w", err)
		}
		return nil, true, errors.New(res.Status)
	case res.StatusCode != http.StatusOK:
		return nil, false, fmt.Errorf("%s: %s", res.Status, body)
	case !strings.HasPrefix(res.Header.Get("Content-Type"), "text/xml"):
		return nil, false, fmt.Errorf("Content-Type %q", res.Header.Get("Content-Type"))
	}
	return body, false, nil
}

// readAnswer parses an answer and checks what all have in common (OAI-PMH 2.0
// §3.2).
func readAnswer(body []byte, query url.Values) (*oaiAnswer, error) {
	var a oaiAnswer
	if err := xml.Unmarshal(body, &a); err != nil {
		return nil, fmt.Errorf("%s: %w in %q", query.Encode(), err, body)
	}
	if _, err := time.Parse("2006-01-02T15:04:05Z", a.ResponseDate); err != nil {
		return nil, fmt.Errorf("responseDate: %w", err)
	}
	if a.Request == nil || len(a.Request.Arguments) != len(query) {
		return nil, fmt.Errorf("request of the answer to %s: %+v", query.Encode(), a.Request)
	}
	for _, arg := range a.Request.Arguments {
		if arg.Value != query.Get(arg.Name.Local) {
			return nil, fmt.Errorf("request of the answer to %s has %s=%s", query.Encode(), arg.Name.Local, arg.Value)
		}
	}
	return &a, nil
}

// walk is one list while it is followed.
type walk struct {
	verb, prefix, set, from string

	began string // responseDate of the first answer
	size  string // completeListSize
	count int    // items so far
	last  string // datestamp of the latest
	seen  map[string]bool
	take  func(*oaiRecord)
}

// list follows a list of records or headers to its end and gives the
// responseDate of its first answer, which is where the next one is to begin.
func (c *oaiClient) list(ctx context.Context, w *walk) (began string, err error) {
	w.seen = map[string]bool{}
	query := url.Values{"verb": {w.verb}, "metadataPrefix": {w.prefix}}
	for name, value := range map[string]string{"set": w.set, "from": w.from} {
		if value != "" {
			query.Set(name, value)
		}
	}
	for page := 0; ; page++ {
		a, err := c.ask(ctx, query)
		if err != nil {
			return "", err
		}
		if page == 0 {
			w.began = a.ResponseDate
		}
		if len(a.Errors) == 1 && a.Errors[0].Code == "noRecordsMatch" && a.Records == nil && a.Identifiers == nil {
			return w.began, nil // nothing is new, or the rest has changed since
		}
		next, err := w.page(a, page == 0)
		if err != nil {
			return "", fmt.Errorf("page %d of %s (set %q, from %q): %w", page, query.Encode(), w.set, w.from, err)
		}
		if next == "" {
			return w.began, nil
		}
		query = url.Values{"verb": {w.verb}, "resumptionToken": {next}}
	}
}

// page takes the items of one answer and gives the token of the next one.
func (w *walk) page(a *oaiAnswer, first bool) (next string, err error) {
	l := a.Records
	if w.verb == "ListIdentifiers" {
		l = a.Identifiers
	}
	if l == nil || len(a.Errors) > 0 {
		return "", fmt.Errorf("errors %v", a.Errors)
	}
	for i := range l.Headers {
		l.Records = append(l.Records, oaiRecord{Header: l.Headers[i]})
	}
	if len(l.Records) == 0 {
		return "", errors.New("empty")
	}
	before := w.count
	for i := range l.Records {
		if err := w.item(&l.Records[i]); err != nil {
			return "", fmt.Errorf("%+v: %w", l.Records[i].Header, err)
		}
	}
	return w.resumption(l.Token, before, first)
}

// resumption checks the token of a page (§3.5).
func (w *walk) resumption(t *oaiToken, before int, first bool) (next string, err error) {
	if t == nil {
		if !first {
			return "", errors.New("the last page has no empty token")
		}
		return "", nil
	}
	if first {
		if t.Token == "" {
			return "", errors.New("the only page has a token")
		}
		w.size = t.Size
	}
	size, err := strconv.Atoi(t.Size)
	if err != nil || t.Size != w.size || w.count > size {
		return "", fmt.Errorf("completeListSize %q, was %q, after %d items", t.Size, w.size, w.count)
	}
	if t.Cursor != strconv.Itoa(before) {
		return "", fmt.Errorf("cursor %q after %d items", t.Cursor, before)
	}
	if expires, err := time.Parse(time.RFC3339, t.Expires); t.Token != "" && (err != nil || time.Until(expires) < 24*time.Hour) {
		return "", fmt.Errorf("expirationDate %q", t.Expires)
	}
	return t.Token, nil
}

// item checks one record or header (§2.5) and takes it.
func (w *walk) item(r *oaiRecord) error {
	h := &r.Header
	switch {
	case h.Identifier == "" || w.seen[h.Identifier]:
		return errors.New("the identifier is missing or comes twice")
	case h.Status != "" && !h.deleted():
		return errors.New("no such status")
	case h.Datestamp < w.last:
		return fmt.Errorf("after the datestamp %s", w.last)
	case h.Datestamp < w.from || h.Datestamp > w.began:
		return fmt.Errorf("not from %s to the first responseDate %s", w.from, w.began)
	case w.set != "" && !slices.Contains(h.Sets, w.set):
		return errors.New("not in the set")
	case w.verb == "ListRecords" && h.deleted() != (r.Metadata == nil):
		return errors.New("metadata of a deleted record, or none of another")
	case r.About != nil:
		return errors.New("about")
	}
	w.seen[h.Identifier], w.last = true, h.Datestamp
	w.count++
	w.take(r)
	return nil
}
