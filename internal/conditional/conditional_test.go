package conditional

import (
	"net/http"
	"testing"
	"time"
)

func TestStatus(t *testing.T) {
	const etag = `"5-r-turtle"`
	modified := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	at := func(d time.Duration) string { return modified.Add(d).Format(http.TimeFormat) }
	h := func(pairs ...string) http.Header {
		out := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			out.Add(pairs[i], pairs[i+1])
		}
		return out
	}
	for name, tt := range map[string]struct {
		header http.Header
		want   int
	}{
		"none":                              {h(), 200},
		"tag":                               {h("If-None-Match", etag), 304},
		"weak tag":                          {h("If-None-Match", "W/"+etag), 304},
		"other tag":                         {h("If-None-Match", `"6-r-turtle"`), 200},
		"part of a tag":                     {h("If-None-Match", `"5-r"`), 200},
		"unquoted tag":                      {h("If-None-Match", `5-r-turtle`), 200},
		"empty tag":                         {h("If-None-Match", ""), 200},
		"commas":                            {h("If-None-Match", ", ,"+etag+","), 304},
		"star":                              {h("If-None-Match", "*"), 304},
		"same date":                         {h("If-Modified-Since", at(0)), 304},
		"a second before":                   {h("If-Modified-Since", at(-time.Second)), 200},
		"date in the future":                {h("If-Modified-Since", at(time.Hour)), 304},
		"two dates":                         {h("If-Modified-Since", at(0), "If-Modified-Since", at(0)), 200},
		"no date":                           {h("If-Modified-Since", "x"), 200},
		"other tag, good date":              {h("If-None-Match", `"x"`, "If-Modified-Since", at(0)), 200},
		"expected":                          {h("If-Match", etag), 200},
		"expected weakly":                   {h("If-Match", "W/"+etag), 412},
		"expected any":                      {h("If-Match", "*"), 200},
		"expected other":                    {h("If-Match", `"x", "y"`), 412},
		"expected and at hand":              {h("If-Match", etag, "If-None-Match", etag), 304},
		"unmodified":                        {h("If-Unmodified-Since", at(0)), 200},
		"modified":                          {h("If-Unmodified-Since", at(-time.Second)), 412},
		"expected, modified does not count": {h("If-Match", etag, "If-Unmodified-Since", at(-time.Second)), 200},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Status(tt.header, etag, modified); got != tt.want {
				t.Errorf("%d, want %d", got, tt.want)
			}
		})
	}
	for _, field := range []string{"If-Modified-Since", "If-Unmodified-Since"} {
		if got := Status(h(field, at(0)), etag, time.Time{}); got != 200 {
			t.Errorf("%s of what has no date: %d", field, got)
		}
	}
}
