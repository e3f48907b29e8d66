package sru

import (
	"net/url"
	"strings"

	"issnd/diagnostic"
)

// presentation reads the parameters that say how an answer is to look.
func (r *Request) presentation() {
	r.packing()
	r.stylesheet()
	if r.Version != V20 {
		return
	}
	r.Accept = r.Given.Get("httpAccept")
	if r.Accept == "" {
		// A client that cannot set a header names the type of the response alone.
		r.Accept = responseTypes[r.Given.Get("responseType")]
	}
	if t := r.Given.Get("responseType"); t != "" && responseTypes[t] == "" {
		r.wrong("responseType", "The types of responses are "+sruXML+", application/xml, text/xml, application/json and text/html")
	}
	if r.Accept != "" && !acceptable(r.Accept) {
		r.wrong("httpAccept", "None of these media types is offered")
		r.Accept = ""
	}
}

// responseTypes is the media types by the names that responseType has for
// them: themselves, and the namespace of the response.
var responseTypes = map[string]string{
	sruXML: sruXML, textXML: textXML, appXML: appXML, appJSON: appJSON, textHTML: textHTML,
	V20.vocabulary().response: sruXML,
}

// packing reads how records stand in the answer. In 2.0 the parameter of that
// name says something else, how much of a record comes, of which there is one
// kind here.
func (r *Request) packing() {
	name := "recordPacking"
	if r.Version == V20 {
		switch r.Given.Get(name) {
		case "", "packed", "unpacked":
		case "xml", "string": // what it meant before, from clients that were not told
			r.AsText = r.Given.Get(name) == "string"
		default:
			r.wrong(name, "Records are packed or unpacked")
		}
		name = "recordXMLEscaping"
	}
	switch packing := r.Given.Get(name); packing {
	case "":
	case "xml":
		r.AsText = false
	case "string":
		r.AsText = true
	default:
		r.fault(diagnostic.New(diagnostic.UnsupportedPacking, packing))
	}
}

// stylesheet reads the address of a stylesheet for the client.
func (r *Request) stylesheet() {
	if r.Version == V20 {
		switch by := r.Given.Get("renderedBy"); by {
		case "", "client":
		case "server":
			r.fault(diagnostic.Newf(diagnostic.StylesheetsUnsupported, "", "Stylesheets are rendered by the client only"))
			return
		default:
			r.wrong("renderedBy", "An answer is renderedBy client or server")
		}
	}
	address := r.Given.Get("stylesheet")
	if address == "" {
		return
	}
	if !webAddress(address) {
		r.fault(diagnostic.New(diagnostic.UnsupportedStylesheet, address))
		return
	}
	r.Stylesheet = address
}

// webAddress reports whether s is a URL, or part of one, that can be fetched by
// HTTP and could stand in any XML document.
func webAddress(s string) bool {
	const allowed = "-._~:/?#[]@!$&'()*+,;=%"
	if strings.ContainsFunc(s, func(c rune) bool {
		return (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && !strings.ContainsRune(allowed, c)
	}) || strings.Count(s, "#") > 1 {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "" || u.Scheme == "http" || u.Scheme == "https")
}
