package oaipmh

import (
	"encoding/xml"
	"strings"
	"testing"

	"issnd/internal/xmlw"
	"issnd/register"
)

// parse reads a response, which must be well formed and in the order of the
// schema.
func parse(t testing.TB, body []byte) *document {
	t.Helper()
	if !strings.HasPrefix(string(body), xmlw.Header) {
		t.Fatalf("no XML declaration: %.80q", body)
	}
	var d document
	if err := xml.Unmarshal(body, &d); err != nil {
		t.Fatalf("%v in %.3000s", err, body)
	}
	return &d
}

// TestConditions: each way to ask wrongly, or for what is not there, has its
// error (OAI-PMH 2.0 §3.6).
func TestConditions(t *testing.T) {
	f := start(t, func(*Config) {})
	item := "identifier=oai:issn.org:0028-0836"
	type test struct{ name, query, want string }
	tests := []test{
		{"nothing", "", "badVerb"},
		{"no verb", "metadataPrefix=oai_dc", "badVerb"},
		{"no such verb", "verb=junk", "badVerb"},
		{"empty verb", "verb=", "badVerb"},
		{"verb in another case", "verb=identify", "badVerb"},
		{"verb twice", "verb=Identify&verb=Identify", "badVerb"},
		{"two verbs", "verb=Identify&verb=ListSets", "badVerb"},
		{"verb that XML cannot hold", "verb=%00%FF", "badVerb"},
		{"Identify", "verb=Identify", ""},
		{"Identify with an argument", "verb=Identify&metadataPrefix=oai_dc", "badArgument"},
		{"two illegal arguments", "verb=Identify&a=1&b=2", "badArgument badArgument"},
		{"an argument in another case", "verb=GetRecord&metadataprefix=oai_dc&" + item, "badArgument badArgument"},
		{"bad encoding", "verb=Identify&%zz", "badArgument"},
		{"semicolon", "verb=Identify;a", "badVerb"},

		{"formats", "verb=ListMetadataFormats", ""},
		{"formats of an item", "verb=ListMetadataFormats&" + item, ""},
		{"formats of a set", "verb=ListMetadataFormats&set=medium", "badArgument"},
		{"formats of no item", "verb=ListMetadataFormats&identifier=oai:issn.org:1234-5679", "idDoesNotExist"},

		{"sets", "verb=ListSets", ""},
		{"sets in a format", "verb=ListSets&metadataPrefix=oai_dc", "badArgument"},
		{"sets by junk", "verb=ListSets&resumptionToken=junk", "badResumptionToken"},

		{"record", "verb=GetRecord&metadataPrefix=oai_dc&" + item, ""},
		{"record without a format", "verb=GetRecord&" + item, "badArgument"},
		{"record without identifier", "verb=GetRecord&metadataPrefix=oai_dc", "badArgument"},
		{"record without anything", "verb=GetRecord", "badArgument badArgument"},
		{"record in no format", "verb=GetRecord&metadataPrefix=junk&" + item, "cannotDisseminateFormat"},
		{"no record in no format", "verb=GetRecord&metadataPrefix=junk&identifier=junk", "idDoesNotExist cannotDisseminateFormat"},
		{"record with a token", "verb=GetRecord&resumptionToken=x", "badArgument badArgument badArgument"},
		{"identifier twice", "verb=GetRecord&metadataPrefix=oai_dc&" + item + "&" + item, "badArgument"},
		{"empty identifier", "verb=GetRecord&metadataPrefix=oai_dc&identifier=", "badArgument"},
		{"unpunctuated ISSN", "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:issn.org:00280836", "idDoesNotExist"},
		{"other repository", "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:issn.com:0028-0836", "idDoesNotExist"},
		{"scheme in another case", "verb=GetRecord&metadataPrefix=oai_dc&identifier=OAI:issn.org:0028-0836", "idDoesNotExist"},
		{"wrong check character", "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:issn.org:0028-0837", "idDoesNotExist"},
		{"short identifier", "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:", "idDoesNotExist"},
		{"identifier that is no URI", "verb=GetRecord&metadataPrefix=oai_dc&identifier=invalid%22id", "badArgument idDoesNotExist"},
		{"identifier of markup", "verb=GetRecord&metadataPrefix=oai_dc&identifier=%3Ca%20b%3E", "badArgument idDoesNotExist"},
		{"identifier with a bad escape", "verb=GetRecord&metadataPrefix=oai_dc&identifier=a%25zz", "badArgument idDoesNotExist"},
		{"identifier in no UTF-8", "verb=GetRecord&metadataPrefix=oai_dc&identifier=%FF%FE", "badArgument"},
		{"identifier with a control character", "verb=GetRecord&metadataPrefix=oai_dc&identifier=a%00b", "badArgument"},
		{"identifier with U+FFFE", "verb=GetRecord&metadataPrefix=oai_dc&identifier=a%EF%BF%BE", "badArgument"},
		{"escaped as a whole", "verb=GetRecord&metadataPrefix=oai_dc&identifier=%6F%61%69%3A%69%73%73%6E%2E%6F%72%67%3A%30%30%32%38%2D%30%38%33%36", ""},
	}
	for _, verb := range []string{"ListIdentifiers", "ListRecords"} {
		base, list := "verb="+verb, "verb="+verb+"&metadataPrefix=oai_dc"
		for _, x := range []test{
			{"all", list, ""},
			{"no format", base, "badArgument"},
			{"unknown format", base + "&metadataPrefix=junk", "cannotDisseminateFormat"},
			{"empty format", base + "&metadataPrefix=", "badArgument"},
			{"format that is no name", base + "&metadataPrefix=a%20b", "badArgument"},
			{"format in another case", base + "&metadataPrefix=OAI_DC", "cannotDisseminateFormat"},
			{"unknown argument", list + "&foo=bar", "badArgument"},
			{"identifier", list + "&" + item, "badArgument"},
			{"format twice", list + "&metadataPrefix=oai_dc", "badArgument"},
			{"from twice", list + "&from=2001-01-01&from=2001-01-01", "badArgument"},
			{"from junk", list + "&from=junk", "badArgument"},
			{"until junk", list + "&until=junk", "badArgument"},
			{"both junk", list + "&from=a&until=b", "badArgument badArgument"},
			{"empty from", list + "&from=", "badArgument"},
			{"no such day", list + "&from=2023-02-30", "badArgument"},
			{"no such month", list + "&from=2023-13-01", "badArgument"},
			{"month", list + "&from=2023-01", "badArgument"},
			{"year", list + "&from=2023", "badArgument"},
			{"the year 0", list + "&from=0000-01-01", "badArgument"},
			{"no zone", list + "&from=2023-01-01T00:00:00", "badArgument"},
			{"offset", list + "&from=2023-01-01T00:00:00%2B01:00", "badArgument"},
			{"fraction", list + "&from=2023-01-01T00:00:00.000Z", "badArgument"},
			{"comma and fraction", list + "&from=2023-01-01T00:00:00,5Z", "badArgument"},
			{"hour 24", list + "&from=2023-01-01T24:00:00Z", "badArgument"},
			{"second 60", list + "&from=2023-01-01T00:00:60Z", "badArgument"},
			{"one digit", list + "&from=2023-01-01T0:00:00Z", "badArgument"},
			{"small z", list + "&from=2023-01-01T00:00:00z", "badArgument"},
			{"blank around", list + "&from=%202023-01-01", "badArgument"},
			{"granularities", list + "&from=2001-01-01&until=2030-01-01T00:00:00Z", "badArgument"},
			{"from after until", list + "&from=2020-01-02T00:00:00Z&until=2020-01-01T00:00:00Z", "badArgument"},
			{"from after until in days", list + "&from=2020-01-02&until=2020-01-01", "badArgument"},
			{"the same day", list + "&from=2026-01-31&until=2026-01-31", ""},
			{"another day", list + "&from=2026-01-30&until=2026-01-30", "noRecordsMatch"},
			{"before everything", list + "&until=2001-01-01", "noRecordsMatch"},
			{"the first year", list + "&until=0001-01-01", "noRecordsMatch"},
			{"future", list + "&from=2999-01-01", "noRecordsMatch"},
			{"the last year", list + "&until=9999-12-31", ""},
			{"junk token", base + "&resumptionToken=junk", "badResumptionToken"},
			{"empty token", base + "&resumptionToken=", "badArgument"},
			{"token and format", list + "&resumptionToken=junk", "badArgument"},
			{"token and until", base + "&resumptionToken=junk&until=2000-02-05", "badArgument"},
			{"token twice", base + "&resumptionToken=junk&resumptionToken=junk", "badArgument"},
			{"token with a control character", base + "&resumptionToken=a%01", "badArgument"},
			{"set", list + "&set=medium:print", ""},
			{"unknown set", list + "&set=no_such_set", "noRecordsMatch"},
			{"illegal set", list + "&set=%20//", "badArgument"},
			{"set with an empty part", list + "&set=medium:", "badArgument"},
			{"set beyond ASCII", list + "&set=%C3%A9", "badArgument"},
			{"set with a control character", list + "&set=a%0Bb", "badArgument"},
		} {
			tests = append(tests, test{verb + "/" + x.name, x.query, x.want})
		}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := f.ask(t, complete, tt.query)
			if got := d.codes(); got != tt.want {
				t.Errorf("%s: %q, want %q: %v", tt.query, got, tt.want, d.Errors)
			}
			checkRequest(t, d, tt.query)
		})
	}
}

// checkRequest: the arguments are repeated as they came, unless they were none
// (§3.2).
func checkRequest(t *testing.T, d *document, query string) {
	t.Helper()
	if strings.Contains(d.codes(), "badVerb") || strings.Contains(d.codes(), "badArgument") {
		if len(d.Request.Arguments) > 0 {
			t.Errorf("bad arguments are repeated: %v", d.Request.Arguments)
		}
		return
	}
	r, errs := Parse(query)
	if errs != nil {
		t.Fatal(errs)
	}
	want := map[string]string{}
	for name, value := range r.Arguments {
		want[name] = value
	}
	if len(want) != len(d.Request.Arguments) {
		t.Errorf("arguments %v, want %v", d.Request.Arguments, want)
	}
	for name, value := range want {
		if got := d.argument(name); got != value {
			t.Errorf("%s is repeated as %q, want %q", name, got, value)
		}
	}
}

func TestNoSets(t *testing.T) {
	f := start(t, func(*Config) {})
	empty := start(t, func(*Config) {})
	empty.register = emptyRegister(t)
	for _, tt := range []struct{ query, want string }{
		{"verb=ListSets", "noSetHierarchy"},
		{"verb=ListSets&resumptionToken=x", "noSetHierarchy"},
		{"verb=ListRecords&metadataPrefix=oai_dc&set=a", "noSetHierarchy"},
		{"verb=ListRecords&metadataPrefix=oai_dc", "noRecordsMatch"},
		{"verb=Identify", ""},
	} {
		if got := empty.ask(t, register.Viewer{}, tt.query).codes(); got != tt.want {
			t.Errorf("an empty register, %s: %q, want %q", tt.query, got, tt.want)
		}
	}
	if got := f.ask(t, register.Viewer{}, "verb=ListSets").codes(); got != "" {
		t.Errorf("the sample has sets, but %s", got)
	}
}

// FuzzResponse: whatever comes, the response is XML, repeats what it may, and
// a request that is understood is the same request when it is written again.
func FuzzResponse(f *testing.F) {
	fix := start(f, func(*Config) {})
	for _, q := range []string{
		"verb=Identify", "verb=ListRecords&metadataPrefix=marc21&set=medium&from=2026-01-31", "verb=GetRecord&identifier=%FF",
		"verb=ListSets&resumptionToken=AAAA", "verb=ListIdentifiers&until=2026-01-31T00:00:00Z&metadataPrefix=rdf", "&&=;%",
	} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, query string) {
		d := fix.ask(t, register.Viewer{}, query)
		checkRequest(t, d, query)
		r, errs := Parse(query)
		if errs != nil {
			return
		}
		again, errs := Parse(r.String())
		if errs != nil || *again != *r {
			t.Errorf("%q is written as %q", query, r)
		}
	})
}
