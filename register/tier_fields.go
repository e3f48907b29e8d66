package register

import (
	"strings"

	"issnd/marc"
)

// releasedFields is the public view, tag by tag: the ten released elements
// (ISSN, ISSN-L, other ISSN, title proper, key title, country, medium, URL,
// date of last update, ISSN centre) and the two that the linked data profile
// adds (ISSN of the other media versions, Keepers holdings). What has no row
// is not released. 001, 007, 008 and the leader are made by released.
var releasedFields = newRuleTable(map[marc.Tag]rule{
	marc.T("022"): {subfields: codesOf("almyzv2"), ind1: ' '},
	marc.T("023"): {subfields: codesOf("ayz2"), when: clusterISSN('0')},
	marc.T("044"): {subfields: codesOf("c")},
	marc.T("222"): {subfields: codesOf("ab")},
	marc.T("245"): {subfields: codesOf("anp"), ind1: '0'},
	marc.T("776"): {subfields: codesOf("x"), ind1: '0', ind2: ' '},
	marc.T("856"): {subfields: codesOf("u")},
	marc.T("857"): {subfields: codesOf("c")},
	marc.T("920"): {subfields: codesOf("acdefghijklm"), when: keepersHolding},
})

// minimumFields is the subfields of 022 that a minimum record has besides its
// number.
var minimumFields = codesOf("2")

// enrichments are local fields that the linked data profile publishes to
// subscribers, so that they are not administrative: creation of the record and
// its status, Keepers holdings, places, UDC summary. Other libraries use the
// same tags for notes of their own, so each must look like an enrichment.
var enrichments = newRuleTable(map[marc.Tag]rule{
	marc.T("039"): {subfields: codesOf("v")},
	marc.T("699"): {subfields: codesOf("8v")},
	marc.T("920"): {subfields: codesOf("acdefghijklm"), when: keepersHolding},
	marc.T("926"): {subfields: codesOf("ablou")},
	marc.T("953"): {subfields: codesOf("ablou")},
	marc.T("962"): {subfields: codesOf("au")},
	marc.T("981"): udcSummary, marc.T("982"): udcSummary, marc.T("983"): udcSummary,
	marc.T("984"): udcSummary, marc.T("985"): udcSummary, marc.T("986"): udcSummary,
	marc.T("987"): udcSummary, marc.T("989"): udcSummary,
})

var udcSummary = rule{subfields: codesOf("au"), when: func(f *marc.Field) bool {
	return strings.Contains(f.Get('u'), "udcdata.info/")
}}

func keepersHolding(f *marc.Field) bool { return f.Get('h') != "" && f.Get('i') != "" }

func clusterISSN(ind1 byte) func(*marc.Field) bool {
	return func(f *marc.Field) bool { return f.Ind1 == ind1 }
}
