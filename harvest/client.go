package harvest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Client asks a provider. The zero Client is polite and patient; Agent should
// say whom to write to.
type Client struct {
	HTTP    *http.Client  // nil is one of its own
	Agent   string        // User-Agent
	Key     string        // sent as "Authorization: Bearer", not to other hosts or ports
	Timeout time.Duration // for one request with its answer; 0 is five minutes
	Tries   int           // of one request; 0 is eight
	MaxWait time.Duration // longest wait that a provider may ask for; 0 is an hour
	MaxPage int64         // bytes of an answer, uncompressed; 0 is 64 MiB

	// Pause waits between two tries. Nil waits by the clock.
	Pause func(ctx context.Context, d time.Duration) error
	// Note is told why there is a wait, and what was mended. It may be nil.
	Note func(text string)
}

// refused is an answer that is not one of the protocol.
type refused struct {
	status string
	code   int
	after  time.Duration // Retry-After; -1 if there is none
}

func (r *refused) Error() string {
	switch r.code {
	case http.StatusUnauthorized, http.StatusForbidden:
		return "the provider answers " + r.status + ": it wants another key, or none"
	}
	if r.after > 0 {
		return fmt.Sprintf("the provider answers %s and asks to wait %s", r.status, r.after)
	}
	return "the provider answers " + r.status
}

// errTooLong says that an answer is longer than Client.MaxPage.
var errTooLong = errors.New("the answer is too long")

// ask sends a request until it is answered, and reads the answer.
func (c *Client) ask(ctx context.Context, base string, args url.Values) (*answer, error) {
	target, err := address(base, args)
	if err != nil {
		return nil, err
	}
	tries := or(c.Tries, 8)
	for try := 1; ; try++ {
		a, err := c.once(ctx, target)
		if err == nil {
			return a, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		wait, again := c.wait(err, try)
		if !again || try >= tries {
			return nil, fmt.Errorf("%s: %w", shown(target), err)
		}
		c.note(fmt.Sprintf("%v; try %d of %d in %s", err, try+1, tries, wait))
		if err := c.pause(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// address is the URL of a request.
func address(base string, args url.Values) (string, error) {
	u, err := url.Parse(base)
	if err != nil {
		return "", err
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return "", fmt.Errorf("%q is not the base URL of a provider", base)
	}
	if u.RawQuery != "" {
		u.RawQuery += "&"
	}
	u.RawQuery += args.Encode()
	return u.String(), nil
}

// shown is a URL without the password that may stand in it.
func shown(target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return "the provider"
	}
	return u.Redacted()
}

// client is the HTTP client. It is not led from https to http, where whoever is
// on the way could read the key and write records. The key is not sent to another
// host, or port that is named, and nowhere that another one leads to; net/http
// would send it to other ports and to names below that of the host. Nor is the
// address before, as that of a provider may have a key in it.
func (c *Client) client() *http.Client {
	own := http.Client{}
	if c.HTTP != nil {
		own = *c.HTTP
	}
	follow := own.CheckRedirect
	own.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		last := via[len(via)-1]
		if r.URL.Host != via[0].URL.Host || last.Header.Get("Authorization") == "" {
			r.Header.Del("Authorization")
			r.Header.Del("Referer")
		}
		switch {
		case last.URL.Scheme == "https" && r.URL.Scheme != "https":
			return errDowngrade
		case follow != nil:
			return follow(r, via)
		case len(via) >= maxRedirects:
			return fmt.Errorf("more than %d redirects", maxRedirects)
		}
		return nil
	}
	return &own
}

const maxRedirects = 10

var errDowngrade = errors.New("the provider leads from https to http")

// once sends a request one time.
func (c *Client) once(ctx context.Context, target string) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, or(c.Timeout, 5*time.Minute))
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "text/xml, application/xml;q=0.9")
	if c.Agent != "" {
		r.Header.Set("User-Agent", c.Agent)
	}
	if c.Key != "" {
		r.Header.Set("Authorization", "Bearer "+c.Key)
	}
	res, err := c.client().Do(r)
	if err != nil {
		var at *url.Error
		if errors.As(err, &at) {
			err = at.Err
		}
		return nil, &passing{err}
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, &refused{res.Status, res.StatusCode, retryAfter(res.Header, time.Now())}
	}
	most := or(c.MaxPage, 64<<20)
	body, err := io.ReadAll(io.LimitReader(res.Body, most+1))
	if err != nil {
		return nil, &passing{fmt.Errorf("the answer is cut off: %w", err)}
	}
	if int64(len(body)) > most {
		return nil, fmt.Errorf("%w: more than %d bytes", errTooLong, most)
	}
	return c.read(body)
}

// read reads an answer, if need be without the characters that are not allowed.
func (c *Client) read(body []byte) (*answer, error) {
	a, err := parse(body)
	if err == nil {
		return a, nil
	}
	mended, n := mend(body)
	if n > 0 {
		if a, again := parse(mended); again == nil {
			c.note(fmt.Sprintf("%d characters that XML does not allow were replaced", n))
			return a, nil
		}
	}
	return nil, &passing{fmt.Errorf("the answer cannot be read: %w", err)}
}

// passing is an error that may be gone the next time.
type passing struct{ error }

func (p *passing) Unwrap() error { return p.error }

func (c *Client) note(text string) {
	if c.Note != nil {
		c.Note(text)
	}
}

func (c *Client) pause(ctx context.Context, d time.Duration) error {
	if c.Pause != nil {
		return c.Pause(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// or is v, or the default where v says nothing.
func or[T int | int64 | time.Duration](v, otherwise T) T {
	if v > 0 {
		return v
	}
	return otherwise
}
