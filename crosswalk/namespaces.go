package crosswalk

import "issnd/rdf"

// Namespaces of the ISSN linked data application profile (§1.3) that do not
// depend on the identity base.
const (
	nsRDF    = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsRDFS   = "http://www.w3.org/2000/01/rdf-schema#"
	nsXSD    = "http://www.w3.org/2001/XMLSchema#"
	nsBF     = "http://id.loc.gov/ontologies/bibframe/"
	nsBFLC   = "http://id.loc.gov/ontologies/bflc/"
	nsBFMARC = "http://bibfra.me/vocab/marc/"
	nsBFREL  = "http://id.loc.gov/vocabulary/relators/"
	nsBIBO   = "http://purl.org/ontology/bibo/"
	nsDC     = "http://purl.org/dc/elements/1.1/"
	nsDCT    = "http://purl.org/dc/terms/"
	nsDCType = "http://purl.org/dc/dcmitype/"
	ns00X    = "http://marc21rdf.info/elements/00X/"
	ns3XX    = "http://marc21rdf.info/elements/3XX/"
	nsPROV   = "http://www.w3.org/ns/prov#"
	nsSchema = "http://schema.org/"
)

// Value vocabularies of the profile that have no prefix of their own.
const (
	nsTerms        = "http://marc21rdf.info/terms/"
	nsCountries    = "http://id.loc.gov/vocabulary/countries/"
	nsLanguages    = "http://id.loc.gov/vocabulary/languages/"
	nsContentTypes = "http://id.loc.gov/vocabulary/contentTypes/"
	nsMediaTypes   = "http://id.loc.gov/vocabulary/mediaTypes/"
	nsCarriers     = "http://id.loc.gov/vocabulary/carriers/"
	nsISO3166      = "https://www.iso.org/obp/ui/#iso:code:3166:"
	nsFrequencies  = "http://purl.org/cld/freq/"
	nsGeonames     = "https://sws.geonames.org/"
	nsISNI         = "https://isni.org/isni/"
	nsUDC          = "http://udcdata.info/"
)

// Paths below the identity base (profile §1.2, §1.4).
const (
	pathISSN         = "resource/ISSN/"
	pathISSNL        = "resource/ISSN-L/"
	pathCentre       = "organization/ISSNCenter#"
	pathKeepers      = "organization/keepers#"
	pathProperties   = "vocabularies/properties/"
	pathIDStatus     = "vocabularies/IdentifierStatus#"
	pathRecordStatus = "vocabularies/RecordStatus#"
	pathMedium       = "vocabularies/Medium#"
)

// Prefixes is the prefixes of the profile (§1.3) for an identity base, which
// "" leaves at DefaultBase, in the order in which documents declare them.
func Prefixes(base string) []rdf.Prefix {
	if base == "" {
		base = DefaultBase
	}
	return []rdf.Prefix{
		{Name: "rdf", IRI: nsRDF},
		{Name: "rdfs", IRI: nsRDFS},
		{Name: "xsd", IRI: nsXSD},
		{Name: "bf", IRI: nsBF},
		{Name: "bflc", IRI: nsBFLC},
		{Name: "bfmarc", IRI: nsBFMARC},
		{Name: "bfrel", IRI: nsBFREL},
		{Name: "bibo", IRI: nsBIBO},
		{Name: "dc", IRI: nsDC},
		{Name: "dct", IRI: nsDCT},
		{Name: "dctype", IRI: nsDCType},
		{Name: "m2100X", IRI: ns00X},
		{Name: "m213XX", IRI: ns3XX},
		{Name: "prov", IRI: nsPROV},
		{Name: "schema", IRI: nsSchema},
		{Name: "issnprop", IRI: base + pathProperties},
		{Name: "idStatus", IRI: base + pathIDStatus},
		{Name: "recordStatus", IRI: base + pathRecordStatus},
		{Name: "medium", IRI: base + pathMedium},
	}
}
