package oaipmh

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Verb is one of the six requests of the protocol.
type Verb string

// The verbs (OAI-PMH 2.0 §4).
const (
	Identify            Verb = "Identify"
	ListMetadataFormats Verb = "ListMetadataFormats"
	ListSets            Verb = "ListSets"
	GetRecord           Verb = "GetRecord"
	ListIdentifiers     Verb = "ListIdentifiers"
	ListRecords         Verb = "ListRecords"
)

// Request is one request that is well formed. Its values are those that came,
// "" for an argument that did not.
type Request struct {
	Verb            Verb
	Identifier      string
	MetadataPrefix  string
	From, Until     string
	Set             string
	ResumptionToken string

	dates interval // what From and Until mean
}

// syntax says which arguments a verb has.
type syntax struct {
	required, optional []string
	exclusive          bool // resumptionToken may take the place of all
}

var lists = syntax{
	required: []string{"metadataPrefix"}, optional: []string{"from", "until", "set"}, exclusive: true,
}

var verbs = map[Verb]syntax{
	Identify:            {},
	ListMetadataFormats: {optional: []string{"identifier"}},
	ListSets:            {exclusive: true},
	GetRecord:           {required: []string{"identifier", "metadataPrefix"}},
	ListIdentifiers:     lists,
	ListRecords:         lists,
}

const tokenArgument = "resumptionToken"

func (s *syntax) has(name string) bool {
	return slices.Contains(s.required, name) || slices.Contains(s.optional, name) || s.exclusive && name == tokenArgument
}

// Parse reads a query, or a form in the same notation. What it refuses with is
// always BadVerb, BadArgument or both.
func Parse(query string) (*Request, Errors) {
	values, malformed := url.ParseQuery(query)
	verb, errs := parseVerb(values["verb"])
	if errs != nil {
		return nil, errs
	}
	if malformed != nil {
		errs = append(errs, Error{BadArgument, "the arguments are not encoded as they must be in a URL"})
	}
	delete(values, "verb")
	s := verbs[verb]
	for _, name := range slices.Sorted(maps.Keys(values)) {
		errs = append(errs, s.check(name, values[name])...)
	}
	if s.exclusive && values.Has(tokenArgument) {
		if len(values) > 1 {
			errs = append(errs, Error{BadArgument, "resumptionToken excludes all other arguments"})
		}
	} else {
		for _, name := range s.required {
			if !values.Has(name) {
				errs = append(errs, Error{BadArgument, name + " is missing"})
			}
		}
	}
	r := &Request{
		Verb: verb, Identifier: values.Get("identifier"), MetadataPrefix: values.Get("metadataPrefix"),
		From: values.Get("from"), Until: values.Get("until"), Set: values.Get("set"),
		ResumptionToken: values.Get(tokenArgument),
	}
	var wrong Errors
	r.dates, wrong = parseInterval(r.From, r.Until)
	if errs = append(errs, wrong...); errs != nil {
		return nil, errs
	}
	return r, nil
}

func parseVerb(values []string) (Verb, Errors) {
	switch {
	case len(values) == 0 || values[0] == "":
		return "", refuse(BadVerb, "verb is missing")
	case len(values) > 1:
		return "", refuse(BadVerb, "verb is repeated")
	}
	v := Verb(values[0])
	if _, ok := verbs[v]; !ok {
		return "", refuse(BadVerb, "there is no verb "+quoted(values[0]))
	}
	return v, nil
}

// check looks at one argument: whether the verb has it, once, and whether a
// response could repeat its value.
func (s *syntax) check(name string, values []string) Errors {
	v := values[0]
	switch {
	case !s.has(name):
		return refuse(BadArgument, "the verb has no argument "+quoted(name))
	case len(values) > 1:
		return refuse(BadArgument, name+" is repeated")
	case v == "":
		return refuse(BadArgument, name+" is empty")
	case !writable(v):
		return refuse(BadArgument, name+" has characters that cannot stand in XML")
	case name == "metadataPrefix" && !isPrefix(v):
		return refuse(BadArgument, "metadataPrefix has characters that no prefix has: "+quoted(v))
	case name == "set" && !isSetSpec(v):
		return refuse(BadArgument, "set is not a setSpec: "+quoted(v))
	case name == "identifier" && !isURI(v):
		return Errors{
			{BadArgument, "identifier is not a URI: " + quoted(v)},
			{IDDoesNotExist, "no item has an identifier that is not a URI"},
		}
	}
	return nil
}

// writable reports whether XML 1.0 can hold the text (§2.2).
func writable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
		return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
	})
}

// isPrefix is the pattern of metadataPrefixType in the schema.
func isPrefix(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !unreserved(r) })
}

// isSetSpec is the pattern of setSpecType in the schema.
func isSetSpec(s string) bool {
	for part := range strings.SplitSeq(s, ":") {
		if !isPrefix(part) {
			return false
		}
	}
	return true
}

// unreserved are the characters that RFC 2396 §2.3 calls so.
func unreserved(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r < utf8.RuneSelf && strings.ContainsRune("-_.!~*'()", r)
}

// isURI reports whether an identifier could be one, as anyURI of the schema is
// commonly checked.
func isURI(s string) bool {
	const reserved = ";/?:@&=+$,%#"
	if strings.ContainsFunc(s, func(r rune) bool { return !unreserved(r) && !strings.ContainsRune(reserved, r) }) {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && !strings.Contains(u.Fragment, "#")
}

// quoted repeats what a client sent, on one line of bounded length.
func quoted(s string) string {
	const longest = 60
	if len(s) > longest {
		s = strings.ToValidUTF8(s[:longest], "") + "…"
	}
	return strconv.Quote(s)
}

// Arguments yields the names and values that came, in the order of the schema.
func (r *Request) Arguments(yield func(name, value string) bool) {
	for _, a := range [...][2]string{
		{"verb", string(r.Verb)}, {"identifier", r.Identifier}, {"metadataPrefix", r.MetadataPrefix},
		{"from", r.From}, {"until", r.Until}, {"set", r.Set}, {tokenArgument, r.ResumptionToken},
	} {
		if a[1] != "" && !yield(a[0], a[1]) {
			return
		}
	}
}

// String is the request as a query.
func (r *Request) String() string {
	var b strings.Builder
	for name, value := range r.Arguments {
		fmt.Fprintf(&b, "&%s=%s", name, url.QueryEscape(value))
	}
	return strings.TrimPrefix(b.String(), "&")
}
