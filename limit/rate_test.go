package limit

import (
	"testing"
	"time"
)

func TestParseRate(t *testing.T) {
	for text, want := range map[string]Rate{
		"10/s burst 100": {10, time.Second, 100},
		"600/min":        {600, time.Minute, 600},
		" 5/h  burst 7 ": {5, time.Hour, 7},
		"off":            {},
	} {
		got, err := ParseRate(text)
		if err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
		if again, err := ParseRate(got.String()); err != nil || again != got {
			t.Errorf("%q reads as %v: %v", got, again, err)
		}
	}
	for _, text := range []string{"", "10", "10/", "/s", "10/day", "0/s", "-1/s", "1.5/s", "10/s 100", "10/s burst", "10/s burst 0", "10/s burst 1 2", "2000000/s", "on"} {
		if got, err := ParseRate(text); err == nil {
			t.Errorf("%q is %v, want an error", text, got)
		}
	}
}
