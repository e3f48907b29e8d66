package negotiate

import (
	"strings"
	"testing"
)

var offers = func() []Offer {
	var out []Offer
	for _, s := range []string{
		"text/html", "application/rdf+xml", "text/turtle", "application/ld+json",
		`application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"`,
		"application/marc", "application/n-triples",
	} {
		o, ok := ParseOffer(s)
		if !ok {
			panic(s)
		}
		out = append(out, o)
	}
	return out
}()

func (o Offer) name() string {
	s := o.Type + "/" + o.Subtype
	for _, p := range o.Params {
		s += ";" + p.Name
	}
	return s
}

func TestChoose(t *testing.T) {
	for name, c := range map[string]struct {
		accept []string
		want   string // "" means none
	}{
		"no header":                {nil, "text/html"},
		"empty header":             {[]string{""}, "text/html"},
		"anything":                 {[]string{"*/*"}, "text/html"},
		"bare star":                {[]string{"*"}, "text/html"},
		"exact":                    {[]string{"text/turtle"}, "text/turtle"},
		"letter case":              {[]string{"Text/Turtle"}, "text/turtle"},
		"browser":                  {[]string{"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}, "text/html"},
		"quality":                  {[]string{"text/html;q=0.5, text/turtle;q=0.8"}, "text/turtle"},
		"three digits":             {[]string{"text/html;q=0.123,text/turtle;q=0.124"}, "text/turtle"},
		"zero excludes":            {[]string{"text/html;q=0, */*;q=0.1"}, "application/rdf+xml"},
		"zero with decimals":       {[]string{"text/turtle;q=0.000"}, ""},
		"only zero":                {[]string{"*/*;q=0"}, ""},
		"specific beats wildcard":  {[]string{"*/*, text/turtle"}, "text/turtle"},
		"subtype wildcard":         {[]string{"application/*"}, "application/rdf+xml"},
		"text wildcard lower":      {[]string{"text/*;q=0.3, application/ld+json;q=0.2"}, "text/html"},
		"specific q overrides any": {[]string{"text/turtle;q=0.1, text/*;q=0.9"}, "text/html"},
		"several headers":          {[]string{"text/html;q=0.1", "application/n-triples"}, "application/n-triples"},
		"no order in the list":     {[]string{"text/turtle, application/rdf+xml"}, "application/rdf+xml"},
		"charset is ignored":       {[]string{"text/turtle;charset=utf-8"}, "text/turtle"},
		"unknown parameter":        {[]string{"text/turtle;version=1.2"}, "text/turtle"},
		"parameter on offer": {
			[]string{`application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"`},
			"application/ld+json;profile",
		},
		"one profile of several": {
			[]string{`application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded http://example.org/p"`},
			"application/ld+json;profile",
		},
		"profile not on offer": {
			[]string{`application/ld+json;profile="http://www.w3.org/ns/json-ld#framed", */*;q=0.5`},
			"application/ld+json",
		},
		"plain type is not the profile": {[]string{"application/ld+json"}, "application/ld+json"},
		"level does not raise the plain": {
			[]string{"text/html;level=1, text/html;q=0.3, text/turtle;q=0.5"}, "text/turtle",
		},
		"not offered":            {[]string{"image/png"}, ""},
		"malformed is skipped":   {[]string{"text, ;;, /, text/turtle;q=x, application/marc"}, "application/marc"},
		"all malformed":          {[]string{"garbage, //"}, "text/html"},
		"comma inside quotes":    {[]string{`text/html;x="a,b";q=0.1, text/turtle;q=0.2`}, "text/turtle"},
		"unclosed quote":         {[]string{`text/html;x="a, text/turtle`}, "text/html"},
		"spaces":                 {[]string{" text/turtle ; q=0.9 , text/html ;q=0.1"}, "text/turtle"},
		"q above one":            {[]string{"text/turtle;q=5, text/html"}, "text/html"},
		"accept-ext after q":     {[]string{"text/turtle;q=1;ext=1, text/html;q=0.2"}, "text/turtle"},
		"type wildcard, subtype": {[]string{"*/turtle, application/marc;q=0.1"}, "application/marc"},
		"empty list elements":    {[]string{",, ,text/turtle,,"}, "text/turtle"},
	} {
		t.Run(name, func(t *testing.T) {
			i, ok := Choose(c.accept, offers)
			got := ""
			if ok {
				got = offers[i].name()
			}
			if got != c.want {
				t.Errorf("Choose(%q) = %q, want %q", c.accept, got, c.want)
			}
		})
	}
}

func TestExactOffersMatchNoWildcard(t *testing.T) {
	html, _ := ParseOffer("text/html")
	alias, _ := ParseOffer("application/xhtml+xml")
	alias.Exact = true
	for accept, want := range map[string]int{
		"*/*": 0, "application/*": -1, "application/xhtml+xml": 1, "text/html;q=0.1, */*": 0,
	} {
		i, ok := Choose([]string{accept}, []Offer{html, alias})
		if !ok {
			i = -1
		}
		if i != want {
			t.Errorf("Choose(%q) = %d, want %d", accept, i, want)
		}
	}
}

func TestChooseNothingOnOffer(t *testing.T) {
	if _, ok := Choose(nil, nil); ok {
		t.Error("chose one of no offers")
	}
}

func TestRangesAreBounded(t *testing.T) {
	long := strings.Repeat("a/b,", 10*maxRanges)
	if n := len(parseAccept([]string{long, long})); n != maxRanges {
		t.Errorf("read %d ranges, want %d", n, maxRanges)
	}
}

// FuzzChoose: any header is answered, and putting a well-formed range with the
// highest quality for one offer alone always chooses that offer.
func FuzzChoose(f *testing.F) {
	f.Add("text/html;q=0.5, */*")
	f.Add(`a/b;c="\",";q=0`)
	f.Fuzz(func(t *testing.T, s string) {
		if i, ok := Choose([]string{s}, offers); ok && (i < 0 || i >= len(offers)) {
			t.Fatalf("index %d", i)
		}
		for _, r := range parseAccept([]string{s}) {
			if r.q < 0 || r.q > 1000 {
				t.Fatalf("quality %d", r.q)
			}
		}
		for i, o := range offers {
			if len(o.Params) > 0 {
				continue
			}
			if got, ok := Choose([]string{"*/*;q=0.001", o.name()}, offers); !ok || got != i {
				t.Fatalf("asked for %s, got %d", o.name(), got)
			}
		}
	})
}
