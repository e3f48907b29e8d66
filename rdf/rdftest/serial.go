package rdftest

import "issnd/rdf"

// SerialIRI is the resource that Serial describes.
const SerialIRI = "http://issn.org/resource/ISSN/2049-3630"

// Prefixes returns the prefixes that Serial and Random use.
func Prefixes() []rdf.Prefix {
	return []rdf.Prefix{
		{Name: "rdf", IRI: "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
		{Name: "rdfs", IRI: "http://www.w3.org/2000/01/rdf-schema#"},
		{Name: "xsd", IRI: "http://www.w3.org/2001/XMLSchema#"},
		{Name: "bf", IRI: "http://id.loc.gov/ontologies/bibframe/"},
		{Name: "bfmarc", IRI: "http://bibfra.me/vocab/marc/"},
		{Name: "bibo", IRI: "http://purl.org/ontology/bibo/"},
		{Name: "dc", IRI: "http://purl.org/dc/elements/1.1/"},
		{Name: "dct", IRI: "http://purl.org/dc/terms/"},
		{Name: "m2100X", IRI: "http://marc21rdf.info/elements/00X/"},
		{Name: "m213XX", IRI: "http://marc21rdf.info/elements/3XX/"},
		{Name: "prov", IRI: "http://www.w3.org/ns/prov#"},
		{Name: "schema", IRI: "http://schema.org/"},
		{Name: "issnprop", IRI: "http://issn.org/vocabularies/properties/"},
		{Name: "idStatus", IRI: "http://issn.org/vocabularies/IdentifierStatus#"},
		{Name: "recordStatus", IRI: "http://issn.org/vocabularies/RecordStatus#"},
		{Name: "medium", IRI: "http://issn.org/vocabularies/Medium#"},
	}
}

// Serial returns a graph in the shape of the ISSN profile: an invented serial
// with its identifiers, titles, publication, archive and record, 74 statements.
// Those of one subject are together, but for titles and archives, which stand
// where the builder of a record makes them: between those of the resource.
func Serial() *rdf.Graph {
	ns := rdf.NewNamespaces(Prefixes())
	iri := func(curie string) rdf.Term {
		s, ok := ns.Expand(curie)
		if !ok {
			panic("unknown prefix in " + curie)
		}
		return rdf.IRI(s)
	}
	own := func(fragment string) rdf.Term { return rdf.IRI(SerialIRI + fragment) }
	g := &rdf.Graph{}
	b := []rdf.Term{g.NewBlank(), g.NewBlank(), g.NewBlank(), g.NewBlank(), g.NewBlank()}
	g.Add(own(""), iri("rdf:type"), iri("bf:Work"))
	g.Add(own(""), iri("rdf:type"), iri("bf:Instance"))
	g.Add(own(""), iri("rdf:type"), iri("schema:Periodical"))
	g.Add(own(""), iri("schema:issn"), rdf.Literal("2049-3630"))
	g.Add(own(""), iri("bibo:issn"), rdf.Literal("2049-3630"))
	g.Add(own(""), iri("dc:identifier"), rdf.Literal("2049-3630"))
	g.Add(own(""), iri("bf:identifiedBy"), own("#ISSN"))
	g.Add(own(""), iri("bf:identifiedBy"), own("#ISSN-L"))
	g.Add(own(""), iri("bf:identifiedBy"), own("#KeyTitle"))
	g.Add(own(""), iri("bf:title"), own("#KeyTitle"))
	g.Add(own(""), iri("bf:title"), b[0])
	g.Add(b[0], iri("rdf:type"), iri("bf:Title"))
	g.Add(b[0], iri("bf:mainTitle"), rdf.LangString("Annals of harbour engineering.", "und-Latn"))
	g.Add(own(""), iri("bf:title"), b[1])
	g.Add(b[1], iri("rdf:type"), iri("bf:ParallelTitle"))
	g.Add(b[1], iri("bf:mainTitle"), rdf.LangString("Annaly", "und-Latn-t-und-Cyrl"))
	g.Add(b[1], iri("bf:translationOf"), b[2])
	g.Add(b[2], iri("rdf:type"), iri("bf:Title"))
	g.Add(b[2], iri("bf:mainTitle"), rdf.LangString("Анналы", "und-Cyrl"))
	g.Add(own(""), iri("bf:mainTitle"), rdf.Literal("Annals of harbour engineering."))
	g.Add(own(""), iri("schema:name"), rdf.Literal("Annals of harbour engineering."))
	g.Add(own(""), iri("schema:name"), rdf.Literal("Annals of harbour engineering (Online)"))
	g.Add(own(""), iri("dc:format"), iri("medium:Online"))
	g.Add(own(""), iri("dct:type"), rdf.IRI("http://marc21rdf.info/terms/formofmaterial#a"))
	g.Add(own(""), iri("dct:spatial"), rdf.IRI("http://id.loc.gov/vocabulary/countries/ne"))
	g.Add(own(""), iri("dct:spatial"), rdf.IRI("https://www.iso.org/obp/ui/#iso:code:3166:NL"))
	g.Add(own(""), iri("schema:publication"), own("#ReferencePublicationEvent"))
	g.Add(own(""), iri("schema:isPartOf"), rdf.IRI("http://issn.org/resource/ISSN-L/1050-124X"))
	g.Add(own(""), iri("schema:url"), rdf.Literal("https://harbour.example/annals?a=1&b=<2>"))
	g.Add(own(""), iri("issnprop:hasCancelledISSN-L"), rdf.Literal("2049-3649"))
	g.Add(own(""), iri("m2100X:M00806"), rdf.IRI("http://marc21rdf.info/terms/alltyp#c"))
	g.Add(own(""), iri("schema:isAccessibleForFree"), rdf.Typed("true", iri("xsd:boolean").Value))
	g.Add(own(""), iri("schema:subjectOf"), b[3])
	g.Add(b[3], iri("rdf:type"), iri("schema:ArchiveComponent"))
	g.Add(b[3], iri("schema:creativeWorkStatus"), rdf.Literal("Preserved"))
	g.Add(b[3], iri("schema:dateModified"), rdf.Typed("2024-04-26", iri("xsd:date").Value))
	g.Add(b[3], iri("schema:temporalCoverage"), rdf.Literal("1998/2023"))
	g.Add(b[3], iri("schema:holdingArchive"), rdf.IRI("http://issn.org/organization/keepers#clockss"))
	g.Add(b[3], iri("schema:mainEntity"), b[4])
	g.Add(b[4], iri("schema:issn"), rdf.Literal("2049-3630"))
	g.Add(b[4], iri("schema:name"), rdf.Literal("Annals of harbour engineering"))
	g.Add(b[4], iri("schema:publisher"), rdf.Literal("Quay & Sons"))
	g.Add(own("#ISSN"), iri("rdf:type"), iri("bf:Issn"))
	g.Add(own("#ISSN"), iri("rdf:value"), rdf.Literal("2049-3630"))
	g.Add(own("#ISSN"), iri("bf:status"), iri("idStatus:Valid"))
	g.Add(own("#ISSN"), iri("issnprop:hasCancelledISSN"), rdf.IRI("http://issn.org/resource/ISSN/2049-3649#ISSN"))
	g.Add(own("#ISSN-L"), iri("rdf:type"), iri("bf:IssnL"))
	g.Add(own("#ISSN-L"), iri("rdf:value"), rdf.Literal("1050-124X"))
	g.Add(own("#ISSN-L"), iri("bf:status"), iri("idStatus:Valid"))
	g.Add(own("#KeyTitle"), iri("rdf:type"), iri("bf:Identifier"))
	g.Add(own("#KeyTitle"), iri("rdf:type"), iri("bf:KeyTitle"))
	g.Add(own("#KeyTitle"), iri("rdf:value"), rdf.Literal("Annals of harbour engineering (Online)"))
	g.Add(own("#KeyTitle"), iri("bf:mainTitle"), rdf.LangString("Annals of harbour engineering (Online)", "und-Latn"))
	g.Add(own("#ReferencePublicationEvent"), iri("rdf:type"), iri("schema:PublicationEvent"))
	g.Add(own("#ReferencePublicationEvent"), iri("schema:location"), rdf.IRI("http://id.loc.gov/vocabulary/countries/ne"))
	g.Add(own("#ReferencePublicationEvent"), iri("schema:location"), rdf.IRI("https://www.iso.org/obp/ui/#iso:code:3166:NL"))
	g.Add(rdf.IRI("http://id.loc.gov/vocabulary/countries/ne"), iri("rdfs:label"), rdf.Literal("Netherlands"))
	g.Add(rdf.IRI("https://www.iso.org/obp/ui/#iso:code:3166:NL"), iri("rdfs:label"), rdf.Literal("NETHERLANDS"))
	g.Add(rdf.IRI("http://issn.org/resource/ISSN-L/1050-124X"), iri("rdf:type"), iri("schema:CreativeWork"))
	g.Add(rdf.IRI("http://issn.org/resource/ISSN-L/1050-124X"), iri("bf:identifiedBy"), own("#ISSN-L"))
	g.Add(rdf.IRI("http://issn.org/resource/ISSN-L/1050-124X"), iri("schema:hasPart"), own(""))
	g.Add(rdf.IRI("http://issn.org/organization/keepers#clockss"), iri("rdf:type"), iri("schema:ArchiveOrganization"))
	g.Add(rdf.IRI("http://issn.org/organization/keepers#clockss"), iri("schema:identifier"), rdf.Literal("clockss"))
	g.Add(rdf.IRI("http://issn.org/organization/keepers#clockss"), iri("schema:name"), rdf.Literal("CLOCKSS Archive"))
	g.Add(own("#Record"), iri("rdf:type"), iri("schema:CreativeWork"))
	g.Add(own("#Record"), iri("schema:mainEntity"), own(""))
	g.Add(own("#Record"), iri("dct:modified"), rdf.Typed("2023-09-15", iri("xsd:date").Value))
	g.Add(own("#Record"), iri("bf:status"), iri("recordStatus:Register"))
	g.Add(own("#Record"), iri("prov:wasAttributedTo"), rdf.IRI("http://issn.org/organization/ISSNCenter#_j"))
	g.Add(own("#RecordCreation"), iri("rdf:type"), iri("prov:Activity"))
	g.Add(own("#RecordCreation"), iri("prov:startedAtTime"), rdf.Typed("1998-02-11", iri("xsd:date").Value))
	g.Add(own("#RecordCreation"), iri("prov:generated"), own("#Record"))
	g.Add(own("#RecordCreation"), iri("prov:generated"), own("#ISSN"))
	g.Add(rdf.IRI("http://issn.org/organization/ISSNCenter#_j"), iri("rdf:type"), iri("schema:Organization"))
	return g
}
