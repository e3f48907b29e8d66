package limit

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Rate is how many requests a client may make: so many in a time, and so many
// at once after a pause. The zero Rate is no limit.
type Rate struct {
	Count int           // requests in Per
	Per   time.Duration // a second, a minute or an hour
	Burst int           // requests at once
}

var periods = [...]struct {
	name string
	time time.Duration
}{{"s", time.Second}, {"min", time.Minute}, {"h", time.Hour}}

// mostRequests is the largest number that a Rate may have.
const mostRequests = 1_000_000

// ParseRate reads a rate such as "10/s burst 100", "600/min" or "off". Without
// a burst it is the count.
func ParseRate(text string) (Rate, error) {
	wrong := errors.New(`must be a rate such as "10/s burst 100", "600/min" or "off"`)
	words := strings.Fields(text)
	if len(words) == 1 && words[0] == "off" {
		return Rate{}, nil
	}
	if len(words) != 1 && (len(words) != 3 || words[1] != "burst") {
		return Rate{}, wrong
	}
	count, period, _ := strings.Cut(words[0], "/")
	var r Rate
	for _, p := range periods {
		if p.name == period {
			r.Per = p.time
		}
	}
	var err error
	if r.Count, err = positive(count); err != nil || r.Per == 0 {
		return Rate{}, wrong
	}
	r.Burst = r.Count
	if len(words) == 3 {
		if r.Burst, err = positive(words[2]); err != nil {
			return Rate{}, wrong
		}
	}
	return r, nil
}

func positive(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err == nil && (n < 1 || n > mostRequests) {
		err = strconv.ErrRange
	}
	return n, err
}

// String is the text that ParseRate reads.
func (r Rate) String() string {
	if r.Count == 0 {
		return "off"
	}
	for _, p := range periods {
		if p.time == r.Per {
			return fmt.Sprintf("%d/%s burst %d", r.Count, p.name, r.Burst)
		}
	}
	return fmt.Sprintf("%d/%s burst %d", r.Count, r.Per, r.Burst)
}

// interval is the time in which a budget grows by one request, in nanoseconds.
func (r Rate) interval() int64 {
	if r.Count == 0 {
		return 0
	}
	return max(1, int64(r.Per)/int64(r.Count))
}

// Window is the time in which an empty budget is full again, in whole seconds.
func (r Rate) Window() int {
	return int(math.Ceil(float64(r.interval()) * float64(r.Burst) / float64(time.Second)))
}
