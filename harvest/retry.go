package harvest

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// wait tells whether a request that failed is to be sent again, and when: as
// the provider asks, else after a time that doubles with every try.
func (c *Client) wait(err error, try int) (time.Duration, bool) {
	const first, longest = time.Second, 2 * time.Minute
	backoff := min(first<<min(try-1, 10), longest)
	var no *refused
	if errors.As(err, &no) {
		if !no.passing() {
			return 0, false
		}
		if no.after >= 0 {
			return no.after, no.after <= or(c.MaxWait, time.Hour)
		}
		return backoff, true
	}
	var p *passing
	return backoff, errors.As(err, &p)
}

// passing reports whether the status says that it may be another one later.
func (r *refused) passing() bool {
	switch r.code {
	case http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// retryAfter is the time that a provider asks to wait: a number of seconds or a
// date (RFC 9110 §10.2.3). It is -1 if there is none, and never between.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return -1
	}
	if n, err := strconv.ParseUint(v, 10, 31); err == nil {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil {
		return max(at.Sub(now), 0).Round(time.Second)
	}
	return -1
}
