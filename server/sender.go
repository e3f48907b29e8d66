package server

import (
	"net/http"
	"strings"
)

// Who sends a request, as far as its header tells. It is a guess for the log:
// anybody can send any header, and nothing is decided by it.
const (
	bot     = "bot"     // says so itself
	person  = "person"  // has what browsers send when somebody follows a link
	program = "program" // neither
)

// signsOfBots are parts of the names by which crawlers and monitors introduce
// themselves, in lower case.
var signsOfBots = []string{
	"bot", "crawl", "spider", "slurp", "archiver", "fetcher", "scrap", "monitor", "uptime", "preview", "facebookexternalhit", "+http",
}

// sender guesses who sends a request from User-Agent, Accept, Accept-Language
// and the fields that browsers alone set (Fetch Metadata).
func sender(h http.Header) string {
	agent := strings.ToLower(h.Get("User-Agent"))
	for _, sign := range signsOfBots {
		if strings.Contains(agent, sign) {
			return bot
		}
	}
	switch {
	case !strings.HasPrefix(agent, "mozilla/"):
		return program
	case h.Get("Sec-Fetch-Mode") != "":
		return person
	case strings.Contains(h.Get("Accept"), "text/html") && h.Get("Accept-Language") != "":
		return person
	}
	return program // takes the name of a browser, and wants no page in any language
}
