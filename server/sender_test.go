package server

import (
	"net/http"
	"testing"
)

func TestSender(t *testing.T) {
	const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	for name, tt := range map[string]struct {
		header map[string]string
		want   string
	}{
		"nothing":                    {nil, program},
		"curl":                       {map[string]string{"User-Agent": "curl/8.5", "Accept": "*/*"}, program},
		"a harvester":                {map[string]string{"User-Agent": "Sickle/0.7 python-requests/2.31"}, program},
		"a crawler":                  {map[string]string{"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Accept": "text/html"}, bot},
		"another":                    {map[string]string{"User-Agent": "Example (+https://example.org/about)"}, bot},
		"a monitor":                  {map[string]string{"User-Agent": "Example-Monitor/1"}, bot},
		"a browser":                  {map[string]string{"User-Agent": firefox, "Accept": "text/html,*/*;q=0.8", "Accept-Language": "fr"}, person},
		"its script":                 {map[string]string{"User-Agent": firefox, "Accept": "*/*", "Sec-Fetch-Mode": "cors"}, person},
		"a mask":                     {map[string]string{"User-Agent": firefox, "Accept": "*/*"}, program},
		"half a mask":                {map[string]string{"User-Agent": firefox, "Accept": "text/html"}, program},
		"a bot at work in a browser": {map[string]string{"User-Agent": firefox + " ExampleBot", "Sec-Fetch-Mode": "navigate"}, bot},
	} {
		h := http.Header{}
		for k, v := range tt.header {
			h.Set(k, v)
		}
		if got := sender(h); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}
