package crosswalk

import (
	"strings"
	"testing"

	"issnd/internal/mrk"
	"issnd/rdf"
	"issnd/register"
)

// TestProfileStatus tests what the kind of a record makes of its graph
// (profile §1.5, §2.13, §3).
func TestProfileStatus(t *testing.T) {
	for _, tt := range []struct {
		name        string
		status      register.Status
		deleted     bool
		replacement string
		tier        register.Tier
		record, id  string // status of the record and of the identifier
		minimum     bool
		inFavorOf   bool
	}{
		{"confirmed", register.Confirmed, false, "", register.Released, "Register", "Valid", false, false},
		{"provisional to the public", register.Provisional, false, "", register.Released, "Provisional", "Valid", true, false},
		{"provisional", register.Provisional, false, "", register.Complete, "Provisional", "Valid", false, false},
		{"legacy to the public", register.Legacy, false, "", register.Released, "Legacy", "Valid", true, false},
		{"legacy", register.Legacy, false, "", register.Complete, "Legacy", "Valid", false, false},
		{"cancelled", register.Cancelled, false, "", register.Complete, "Cancelled", "Cancelled", true, false},
		{"replaced", register.Cancelled, false, "1476-4687", register.Administrative, "Cancelled", "Cancelled", true, true},
		{"suppressed", register.Suppressed, false, "1476-4687", register.Complete, "Suppressed", "Suppressed", true, false},
		{"unreported", register.Unreported, false, "", register.Complete, "Unreported", "Valid", true, false},
		{"withdrawn", register.Confirmed, true, "", register.Complete, "Suppressed", "Suppressed", true, false},
		{"withdrawn and replaced", register.Confirmed, true, "1476-4687", register.Released, "Cancelled", "Cancelled", true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			records, err := mrk.Parse(strings.NewReader("=LDR  00000cas\\a2200000\\a\\4500\n=022  \\\\$a0317-8471$l0317-8471$2_7\n=245  00$aTitle.\n"))
			if err != nil {
				t.Fatal(err)
			}
			rules := register.DefaultRules()
			r, err := rules.Record(records[0])
			if err != nil {
				t.Fatal(err)
			}
			r.Status, r.Deleted = tt.status, tt.deleted
			if tt.replacement != "" {
				r.Replacement = number(t, tt.replacement)
			}
			p := NewProfile(Options{})
			var g rdf.Graph
			p.Record(&g, r.View(tt.tier))
			checkGraph(t, &g)

			self := rdf.IRI(DefaultBase + pathISSN + "0317-8471")
			record, id := rdf.IRI(self.Value+"#Record"), rdf.IRI(self.Value+"#ISSN")
			for _, check := range []struct {
				what string
				tr   rdf.Triple
				want bool
			}{
				{"status of the record", rdf.Triple{S: record, P: bfStatus, O: rdf.IRI(DefaultBase + pathRecordStatus + tt.record)}, true},
				{"status of the number", rdf.Triple{S: id, P: bfStatus, O: rdf.IRI(DefaultBase + pathIDStatus + tt.id)}, true},
				{"class of the resource", rdf.Triple{S: self, P: rdfType, O: schemaPeriodical}, !tt.minimum},
				{"title", rdf.Triple{S: self, P: bfMainTitle, O: rdf.Literal("Title.")}, !tt.minimum},
				{"ISSN-L", rdf.Triple{S: self, P: bfIdentifiedBy, O: rdf.IRI(self.Value + "#ISSN-L")}, !tt.minimum},
				{"replacement", rdf.Triple{S: id, P: p.cancelledInFavorOf, O: rdf.IRI(DefaultBase + pathISSN + "1476-4687#ISSN")}, tt.inFavorOf},
			} {
				if got := contains(&g, check.tr); got != check.want {
					t.Errorf("%s: %v, want %v", check.what, got, check.want)
				}
			}
		})
	}
}

func contains(g *rdf.Graph, tr rdf.Triple) bool {
	for _, t := range g.Triples {
		if t == tr {
			return true
		}
	}
	return false
}

// TestProfileReuse checks that a graph does not depend on the records before it.
func TestProfileReuse(t *testing.T) {
	p := NewProfile(licensed)
	var g rdf.Graph
	for range 2 {
		for _, tt := range profileExamples {
			var fresh rdf.Graph
			NewProfile(licensed).Record(&fresh, fixtureView(t, tt.name, tt.tier))
			g.Reset()
			p.Record(&g, fixtureView(t, tt.name, tt.tier))
			if len(g.Triples) != len(fresh.Triples) {
				t.Fatalf("%s: %d triples, want %d", tt.name, len(g.Triples), len(fresh.Triples))
			}
			for i := range g.Triples {
				if g.Triples[i] != fresh.Triples[i] {
					t.Fatalf("%s: %v, want %v", tt.name, g.Triples[i], fresh.Triples[i])
				}
			}
		}
	}
}
