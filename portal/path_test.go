package portal

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/format"
	"issnd/issn"
)

func TestParseResource(t *testing.T) {
	table, err := format.NewTable(
		&format.Format{Name: "turtle", Ext: ".ttl"},
		&format.Format{Name: "expanded", Ext: ".expanded.jsonld"},
		&format.Format{Name: "jsonld", Ext: ".jsonld"},
	)
	if err != nil {
		t.Fatal(err)
	}
	type parsed struct {
		Kind      kind
		Format    string
		Linkset   bool
		Canonical string
	}
	tests := []struct {
		path string
		want parsed
	}{
		{"/resource/ISSN/0028-0836", parsed{serialResource, "", false, "/resource/ISSN/0028-0836"}},
		{"/Resource/Issn/00280836/", parsed{serialResource, "", false, "/resource/ISSN/0028-0836"}},
		{"/resource/ISSN-L/0028-0836", parsed{linkingResource, "", false, "/resource/ISSN-L/0028-0836"}},
		{"/resource/issn-l/00280836.TTL", parsed{linkingResource, "turtle", false, "/resource/ISSN-L/0028-0836.ttl"}},
		{"/resource/ISSN/0028-0836.expanded.jsonld", parsed{serialResource, "expanded", false, "/resource/ISSN/0028-0836.expanded.jsonld"}},
		{"/resource/ISSN/0028-0836.jsonld", parsed{serialResource, "jsonld", false, "/resource/ISSN/0028-0836.jsonld"}},
		{"/resource/ISSN/0028-0836/LinkSet/", parsed{serialResource, "", true, "/resource/ISSN/0028-0836/linkset"}},
		{"/resource/ISSN/2434561x", parsed{serialResource, "", false, "/resource/ISSN/2434-561X"}},
		{"/resource/ISSN/0028-0836.docx", parsed{serialResource, "", false, "/resource/ISSN/0028-0836.docx"}},
		{"/resource/ISSN/00280836.docx.ttl", parsed{serialResource, "", false, "/resource/ISSN/0028-0836.docx.ttl"}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			r, err := parseResource(tt.path, table)
			if err != nil || r == nil {
				t.Fatalf("%v, %v", r, err)
			}
			got := parsed{r.kind, "", r.linkset, r.canonical()}
			if r.format != nil {
				got.Format = r.format.Name
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if again, err := parseResource(r.canonical(), table); err != nil || again.canonical() != r.canonical() {
				t.Errorf("the canonical path is not canonical: %v", err)
			}
		})
	}
}

func TestParseResourceRefuses(t *testing.T) {
	table, err := format.NewTable(&format.Format{Name: "turtle", Ext: ".ttl"})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"", "/", "/resource", "/resource/ISSN", "/resource/ISSN/", "/resource/ISSN//", "/resource/ISSN/.ttl", "/resource/ISSN/linkset/x", "/resource/ISSN/0028-0836/x", "/resource/ISBN/0028-0836", "/resource/ISSN-L/"} {
		if r, err := parseResource(path, table); r != nil || err != nil {
			t.Errorf("%q is taken for a resource: %+v, %v", path, r, err)
		}
	}
	for path, reason := range map[string]issn.Reason{
		"/resource/ISSN/0028-0837":      issn.WrongCheck,
		"/resource/ISSN/0028-0837.ttl":  issn.WrongCheck,
		"/resource/ISSN/0028-0837.docx": issn.WrongCheck,
		"/resource/ISSN/0000-0000":      issn.Reserved,
		"/resource/ISSN/linkset":        issn.Malformed,
		"/resource/ISSN/nature.ttl":     issn.Malformed,
	} {
		_, err := parseResource(path, table)
		var wrong *issn.Error
		if !errors.As(err, &wrong) || wrong.Reason != reason {
			t.Errorf("%q: %v, want reason %d", path, err, reason)
		}
	}
}
