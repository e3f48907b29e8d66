package portal_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"issnd/issn"
	"issnd/marc"
	"issnd/portal"
	"issnd/register"
)

// TestHugeCluster: of an ISSN-L that stands by mistake in more records than a page
// is made of, the page says that it may not be complete, and its validator changes
// with what it shows.
func TestHugeCluster(t *testing.T) {
	const own = register.MostMembers + 5
	var records []*register.Record
	for n := range uint32(register.MostMembers + 1) {
		records = append(records, member(t, n+1, own))
	}
	store := storeOf(t, append(records, member(t, own, own))...)
	s := start(t, register.New(store), func(*portal.Config) {})
	path := "/resource/ISSN-L/" + records[0].ISSNL.String()
	notice := "no more than 1000 records"
	etags := map[string]bool{}
	for _, step := range []struct {
		what   string
		moved  []*register.Record // to ISSN-Ls of their own
		last   uint32
		listed int
		cut    bool
	}{
		{"two are left out", nil, register.MostMembers - 1, register.MostMembers, true},
		{"one is left out", records[:1], register.MostMembers, register.MostMembers, true},
		{"all of as many as are read", records[1:2], register.MostMembers + 1, register.MostMembers, true},
		{"all", records[2:3], register.MostMembers + 1, register.MostMembers - 1, false},
	} {
		for _, r := range step.moved {
			if _, err := store.Apply(t.Context(), []*register.Record{member(t, r.ISSN.Number(), r.ISSN.Number())}); err != nil {
				t.Fatal(err)
			}
		}
		resp, body := s.do(t, http.MethodGet, path, nil)
		cards := bytes.Count(body, []byte(`<span class="card-title">`))
		if resp.StatusCode != http.StatusOK || cards != step.listed || bytes.Contains(body, []byte(notice)) != step.cut {
			t.Errorf("%s: status %d, %d records, want %d; it says so: %v", step.what, resp.StatusCode, cards, step.listed, !step.cut)
		}
		for _, n := range []uint32{step.last, own} {
			if id, _ := issn.FromNumber(n); !bytes.Contains(body, []byte(">ISSN "+id.String()+"<")) {
				t.Errorf("%s: %s is not there", step.what, id)
			}
		}
		etag := resp.Header.Get("ETag")
		if etags[etag] {
			t.Errorf("%s: the entity tag %s a second time", step.what, etag)
		}
		etags[etag] = true
		_, body = s.do(t, http.MethodGet, path+".nt", nil)
		if parts := strings.Count(string(body), "hasPart"); parts != step.listed {
			t.Errorf("%s: %d parts, want %d", step.what, parts, step.listed)
		}
	}
}

// member is a serial in print with an ISSN-L.
func member(t *testing.T, n, l uint32) *register.Record {
	t.Helper()
	id, _ := issn.FromNumber(n)
	linking, _ := issn.FromNumber(l)
	m := &marc.Record{Leader: marc.Leader([]byte("00000cas a2200000 i 4500")), Fields: []marc.Field{
		{Tag: marc.T("007"), Value: "ta"},
		{Tag: marc.T("008"), Value: "040211c18699999enkwr p       0   a0eng c"},
		{Tag: marc.T("022"), Ind1: '0', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: id.String()}, {Code: 'l', Value: linking.String()}}},
		{Tag: marc.T("222"), Ind1: ' ', Ind2: '0', Subfields: []marc.Subfield{{Code: 'a', Value: "Title"}}},
	}}
	rules := register.DefaultRules()
	r, err := rules.Record(m)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
