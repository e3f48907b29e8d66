package limit

import (
	"strconv"
	"time"
)

// Policy is the value of the RateLimit-Policy field that tells the limit of a
// class, in the notation of draft-ietf-httpapi-ratelimit-headers-10 §3: the
// quota is what may be asked at once, and the window the time in which it is
// there again. It is "" where there is no limit.
func (b *Budget) Policy(c Class) string {
	if b.rate == nil {
		return ""
	}
	return `"` + c.String() + `";q=` + strconv.Itoa(b.rate.Burst) + ";w=" + strconv.Itoa(b.rate.Window())
}

// Left is the value of the RateLimit field (§4 of the same): the requests that
// are left, and the seconds until there are as many as there can be.
func (b *Budget) Left(c Class) string {
	if b.rate == nil {
		return ""
	}
	return `"` + c.String() + `";r=` + strconv.Itoa(max(0, b.left)) + ";t=" + strconv.Itoa(Seconds(b.reset))
}

// Seconds is a time in whole seconds, of which there is at least one, as
// Retry-After has it (RFC 9110 §10.2.3).
func Seconds(d time.Duration) int {
	return max(1, int((d+time.Second-1)/time.Second))
}
