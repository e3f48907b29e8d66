package server

import "testing"

func TestRedact(t *testing.T) {
	for in, want := range map[string]string{
		"":                                    "",
		"/resource/ISSN/0317-8471?format=ttl": "/resource/ISSN/0317-8471?format=ttl",
		"/oai?verb=ListRecords&resumptionToken=abc.def": "/oai?verb=ListRecords&resumptionToken=abc.def",
		"/sru?query=key=value":                          "/sru?query=key=value",
		"/x?api_key=s":                                  "/x?api_key=REDACTED",
		"/x?a=1&api_key=s&b=2":                          "/x?a=1&api_key=REDACTED&b=2",
		"/x?API%5FKEY=s":                                "/x?API%5FKEY=REDACTED",
		"/x?api_key=s=t":                                "/x?api_key=REDACTED",
		"/x?a;token=s":                                  "/x?a;token=REDACTED",
		"/x;password=s/y":                               "/x;password=REDACTED",
		"/x?%zz=1&key=s":                                "/x?%zz=1&key=REDACTED",
		"/x?&&key=&":                                    "/x?&&key=REDACTED&",
		"https://u:p@host/x?key=s#token=s":              "https://REDACTED@host/x?key=REDACTED#token=REDACTED",
		"https://host/x@y":                              "https://host/x@y",
		"//u@host":                                      "//REDACTED@host",
		"/x?next=//u@host":                              "/x?next=//u@host",
	} {
		if got := redact(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
