package limit

import "testing"

func TestClass(t *testing.T) {
	for _, tt := range []struct {
		method, target string
		opaque         bool
		want           Class
	}{
		{"GET", "/", false, Record},
		{"GET", "/healthz", false, Free},
		{"GET", "/robots.txt", false, Free},
		{"GET", "/static/style.0123.css", false, Free},
		{"OPTIONS", "/sru?query=a", false, Free},
		{"GET", "/resource/ISSN/0317-8471", false, Record},
		{"GET", "/resource/ISSN/0317-8471.ttl?format=rdf", false, Record},
		{"HEAD", "/RESOURCE/issn/0317-8471", false, Record},
		{"GET", "/resource/ISSN/0317-8471.expanded.jsonld", false, Convert},
		{"GET", "/resource/ISSN-L/0317-8471?format=turtle&%66ormat=JSONLD%2DFlattened", false, Convert},
		{"GET", "/resource/ISSN/0317-8471?display=jsonld-expanded", false, Record},
		{"GET", "/vocabularies/Medium", false, Record},
		{"GET", "/vocabularies/Medium.flattened.jsonld", false, Convert},
		{"GET", "/nowhere", false, Record},

		{"GET", "/search", false, Record},
		{"GET", "/search?q=nature", false, Search},
		{"GET", "/search?format=json&size=50&sort=title", false, Search},
		{"GET", "/search?q=nature&start=1000", false, Search},
		{"GET", "/search?q=nature&start=1001", false, Deep},
		{"GET", "/search?start=1001&q=nature", false, Deep},
		{"GET", "/search?q=nature&%73tart=99999999999999999999999", false, Deep},
		{"GET", "/search?q=nature&start=x", false, Search},
		{"GET", "/search?q=nature&f=country:fr", false, Facet},
		{"GET", "/search?q=nature&start=5000&f=country:fr", false, Facet},
		{"GET", "/search?q=&more=language", false, Facet},
		{"GET", "/suggest?q=nat", false, Search},

		{"GET", "/sru", false, Search},
		{"GET", "/sru/?operation=explain&version=1.2", false, Search},
		{"GET", "/sru?operation=searchRetrieve&version=1.2&query=a", false, Search},
		{"GET", "/sru?operation=scan&scanClause=title=a", false, Search},
		{"GET", "/sru?query=a&startRecord=1001", false, Deep},
		{"GET", "/sru?query=a&facetLimit=10:country", false, Facet},
		{"GET", "/sru?query=a&%66acetLimit=10", false, Facet},
		{"GET", "/sru?query=a&startRecord=%zz", false, Search},
		{"POST", "/sru", true, Facet},

		{"GET", "/oai", false, Record},
		{"GET", "/oai?verb=Identify", false, Record},
		{"GET", "/oai?verb=GetRecord&identifier=oai:issn.org:0317-8471&metadataPrefix=marc21", false, Record},
		{"GET", "/oai?verb=ListMetadataFormats", false, Record},
		{"GET", "/oai?verb=ListSets", false, Harvest},
		{"GET", "/oai?verb=ListRecords&metadataPrefix=marc21", false, Harvest},
		{"GET", "/oai?verb=ListIdentifiers&resumptionToken=x", false, Harvest},
		{"GET", "/oai/page?verb=ListRecords&metadataPrefix=marc21", false, Harvest},
		{"GET", "/oai/style.xsl", false, Free},
		{"GET", "/oai/nowhere", false, Record},
		{"POST", "/oai", true, Harvest},

		{"GET", "/dumps/", false, Record},
		{"GET", "/dumps/index.json", false, Record},
		{"GET", "/dumps/released/latest/records.mrc.gz", false, Download},
		{"GET", "/sitemap.xml", false, Sitemap},
		{"GET", "/sitemap-12.xml", false, Sitemap},
	} {
		path, query := tt.target, ""
		for i := range tt.target {
			if tt.target[i] == '?' {
				path, query = tt.target[:i], tt.target[i+1:]
				break
			}
		}
		if got := (Request{tt.method, path, query, tt.opaque, nil}).Class(); got != tt.want {
			t.Errorf("%s %s (opaque %t): %s, want %s", tt.method, tt.target, tt.opaque, got, tt.want)
		}
	}
}

func TestClassByAccept(t *testing.T) {
	for accept, want := range map[string]Class{
		"": Record, "*/*": Record, "application/ld+json": Record,
		"text/html,application/signed-exchange;v=b3;q=0.7":                                  Record,
		`text/turtle, application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"`:  Convert,
		`application/ld+json; Profile="http://www.w3.org/ns/json-ld\#flattened"`:            Convert,
		`application/ld+json;profile="x http://www.w3.org/ns/json-ld#flattened", text/html`: Convert,
	} {
		r := Request{Method: "GET", Path: "/resource/ISSN/0317-8471", Accept: []string{"text/plain", accept}}
		if got := r.Class(); got != want {
			t.Errorf("%s: %s, want %s", accept, got, want)
		}
	}
}
