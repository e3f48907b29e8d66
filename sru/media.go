package sru

import "issnd/negotiate"

// Media types of answers.
const (
	sruXML   = "application/sru+xml"
	textXML  = "text/xml"
	appXML   = "application/xml"
	appJSON  = "application/json"
	textHTML = "text/html"
)

// The media types on offer, the one for those who do not care first.
var (
	legacyTypes = []string{textXML, appXML}
	types       = []string{sruXML, textXML, appXML, appJSON}
	allTypes    = []string{sruXML, textXML, appXML, appJSON, textHTML}
)

// mediaType is the one of the types that an Accept value asks for.
func mediaType(accept []string, types []string) (string, bool) {
	offers := make([]negotiate.Offer, len(types))
	for i, t := range types {
		offers[i], _ = negotiate.ParseOffer(t)
	}
	i, ok := negotiate.Choose(accept, offers)
	if !ok {
		return types[0], false
	}
	return types[i], true
}

// acceptable reports whether an httpAccept leaves something to send.
func acceptable(accept string) bool {
	_, ok := mediaType([]string{accept}, allTypes)
	return ok
}

// choose is the media type of the answer to a request. The parameter goes
// before the header, by which people get the page only where nothing is asked
// for. The second result says that the header decided.
func (r *Request) choose(header []string) (string, bool) {
	switch {
	case r.Accept != "":
		t, _ := mediaType([]string{r.Accept}, allTypes)
		return t, false
	case r.Version.Legacy():
		t, _ := mediaType(header, legacyTypes)
		return t, true
	case len(r.Given) == 0:
		t, _ := mediaType(header, allTypes)
		return t, true
	}
	t, _ := mediaType(header, types)
	return t, true
}
