package harvest

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func newServer(t *testing.T, h http.Handler) (url string) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"":                              -1,
		"120":                           2 * time.Minute,
		" 0 ":                           0,
		"-5":                            -1,
		"1.5":                           -1,
		"soon":                          -1,
		"99999999999":                   -1,
		"Sun, 01 Mar 2026 12:01:00 GMT": time.Minute,
		"Sun, 01 Mar 2026 11:00:00 GMT": 0,
	} {
		h := http.Header{"Retry-After": {value}}
		if got := retryAfter(h, now); got != want {
			t.Errorf("retryAfter(%q) = %v, want %v", value, got, want)
		}
	}
}

func TestBackoffIsBounded(t *testing.T) {
	var c Client
	for try, want := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 7: 64 * time.Second, 8: 2 * time.Minute, 100: 2 * time.Minute} {
		if got, again := c.wait(&passing{http.ErrServerClosed}, try); got != want || !again {
			t.Errorf("try %d: %v, %t", try, got, again)
		}
	}
}
