package oaipmh

import "time"

// Layouts of the two granularities of datestamps (OAI-PMH 2.0 §3.3.1). Requests
// may use either; the register's own datestamps have seconds.
const (
	dayLayout    = time.DateOnly
	secondLayout = "2006-01-02T15:04:05Z"
)

// instant is a date argument: the first second that it means and the one after
// the last.
type instant struct {
	first, next time.Time
	days        bool // of day granularity
}

// parseDate reads a UTCdatetime of either granularity. Anything that the
// schema of responses would not let the server repeat is not one: offsets,
// fractions, days that do not exist, the year 0.
func parseDate(s string) (instant, bool) {
	layout, step := secondLayout, time.Second
	if len(s) == len(dayLayout) {
		layout, step = dayLayout, 24*time.Hour
	}
	t, err := time.Parse(layout, s)
	if err != nil || t.Format(layout) != s || t.Year() < 1 {
		return instant{}, false
	}
	return instant{t, t.Add(step), layout == dayLayout}, true
}

// interval is a pair of date arguments that fit together.
type interval struct {
	from  time.Time // first second, zero if open
	until time.Time // first second after it, zero if open
}

// parseInterval reads from and until, either of which may be "".
func parseInterval(from, until string) (v interval, errs Errors) {
	f, okFrom := parseDate(from)
	u, okUntil := parseDate(until)
	if from != "" && !okFrom {
		errs = append(errs, Error{BadArgument, "from is not a UTC date YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ: " + quoted(from)})
	}
	if until != "" && !okUntil {
		errs = append(errs, Error{BadArgument, "until is not a UTC date YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ: " + quoted(until)})
	}
	if okFrom && okUntil {
		switch {
		case f.days != u.days:
			errs = append(errs, Error{BadArgument, "from and until have different granularities"})
		case f.first.After(u.first):
			errs = append(errs, Error{BadArgument, "from is later than until"})
		}
	}
	return interval{f.first, u.next}, errs
}
