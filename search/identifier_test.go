package search

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/marc"
	"issnd/register"
)

// TestControlNumbersIdentify: with a key a record is found by the number that
// its library gave it, which the public is not shown.
func TestControlNumbersIdentify(t *testing.T) {
	var rules register.Rules
	rec, err := rules.Record(&marc.Record{Leader: marc.Leader([]byte("00000nas a2200000 a 4500")), Fields: []marc.Field{
		{Tag: marc.T("001"), Value: "ocm018224280 "},
		{Tag: marc.T("022"), Ind1: ' ', Ind2: ' ', Subfields: []marc.Subfield{{Code: 'a', Value: "0028-0836"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for tier, want := range map[register.Tier][]string{
		register.Released: {"0028-0836"}, register.Complete: {"0028-0836", "ocm018224280"},
	} {
		var got []string
		for _, s := range identifiers(nil, rec.View(tier)) {
			form, _ := identifierForm(s)
			got = append(got, form)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tier, d)
		}
	}
	for given, want := range map[string]string{"0028 0836": "0028-0836", "1050-124X": "1050-124x", "OCM018224280": "ocm018224280", " ": ""} {
		got, ok := identifierForm(given)
		if again, _ := identifierForm(got); got != want || again != got || ok != (want != "") {
			t.Errorf("%q is indexed as %q and %q, want %q", given, got, again, want)
		}
	}
}
