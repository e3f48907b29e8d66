package sru

import "issnd/negotiate"

// Media types of answers.
const (
	sruXML   = "application/sru+xml"
	textXML  = "text/xml"
	appXML   = "application/xml"
	appJSON  = "application/json"
	textHTML = "text/html"
	soapXML  = "application/soap+xml" // of requests
)

// The media types on offer, the one for those who do not care first.
var (
	legacyTypes = offer(textXML, appXML)
	types       = offer(sruXML, textXML, appXML, appJSON)
	allTypes    = offer(sruXML, textXML, appXML, appJSON, textHTML)
)

// offers is media types to choose from.
type offers struct {
	names  []string
	parsed []negotiate.Offer
}

func offer(names ...string) offers {
	o := offers{names: names}
	for _, n := range names {
		parsed, _ := negotiate.ParseOffer(n)
		o.parsed = append(o.parsed, parsed)
	}
	return o
}

// choose is the one that Accept values ask for. It is the first if they ask for
// none of them, and then the second result is false.
func (o offers) choose(accept []string) (string, bool) {
	i, ok := negotiate.Choose(accept, o.parsed)
	return o.names[max(i, 0)], ok
}

// acceptable reports whether an httpAccept leaves something to send.
func acceptable(accept string) bool {
	_, ok := allTypes.choose([]string{accept})
	return ok
}

// choose is the media type of the answer to a request. The parameter goes
// before the header, by which people get the page only where nothing is asked
// for. The second result says that the header decided.
func (r *Request) choose(header []string) (string, bool) {
	switch {
	case r.Accept != "":
		t, _ := allTypes.choose([]string{r.Accept})
		return t, false
	case r.Version.Legacy():
		t, _ := legacyTypes.choose(header)
		return t, true
	case len(r.Given) == 0:
		t, _ := allTypes.choose(header)
		return t, true
	}
	t, _ := types.choose(header)
	return t, true
}
