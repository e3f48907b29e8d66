package crosswalk

import "issnd/rdf"

// ContextVersion is the version of the JSON-LD context, a part of its address:
// a context that has been published never changes what its keys mean.
const ContextVersion = "v1"

// NewContext makes the JSON-LD context of the profile (§2.12) for an
// installation: that at o.ContextURL if it is set. It has the keys that clients
// of the ISSN Portal know, each with one meaning.
func NewContext(o Options) (*rdf.Context, error) {
	base := o.base()
	prefixes := append(Prefixes(base),
		rdf.Prefix{Name: "resource", IRI: base + "resource/"},
		rdf.Prefix{Name: "issnCenter", IRI: base + pathCentre},
		rdf.Prefix{Name: "keepers", IRI: base + pathKeepers},
		rdf.Prefix{Name: "formofmaterial", IRI: nsTerms + "formofmaterial#"},
		rdf.Prefix{Name: "countries", IRI: nsCountries},
		rdf.Prefix{Name: "languages", IRI: nsLanguages},
	)
	terms := append(contextTerms(), issnTerms(base)...)
	c, err := rdf.NewContext(prefixes, append(terms, linkTerms()...))
	if err != nil {
		return nil, err
	}
	return c.At(o.ContextURL), nil
}

// issnTerms is the keys of the register's own properties. The two that relate
// identifiers hold IRIs, the others numbers that identify nothing.
func issnTerms(base string) []rdf.TermDef {
	ns := base + pathProperties
	return []rdf.TermDef{
		{Key: "hasIncorrectISSN", IRI: ns + "hasIncorrectISSN", Container: rdf.Set},
		{Key: "hasCancelledISSN-L", IRI: ns + "hasCancelledISSN-L", Container: rdf.Set},
		{Key: "hasCancelledISSN", IRI: ns + "hasCancelledISSN", Type: rdf.CoerceID, Container: rdf.Set},
		{Key: "cancelledInFavorOf", IRI: ns + "cancelledInFavorOf", Type: rdf.CoerceID},
	}
}

// contextTerms is the keys of all properties but the register's own and the
// links between resources. What the portal writes as an array is always one.
// A key means the same everywhere in a document: many processors do not know
// scoped contexts, so a second meaning has a key of its own.
func contextTerms() []rdf.TermDef {
	text := func(key string, p rdf.Term) rdf.TermDef { return rdf.TermDef{Key: key, IRI: p.Value} }
	node := func(key string, p rdf.Term) rdf.TermDef {
		return rdf.TermDef{Key: key, IRI: p.Value, Type: rdf.CoerceID}
	}
	typed := func(key string, p rdf.Term, datatype string) rdf.TermDef {
		return rdf.TermDef{Key: key, IRI: p.Value, Type: datatype}
	}
	set := func(d rdf.TermDef) rdf.TermDef { d.Container = rdf.Set; return d }

	return []rdf.TermDef{
		// The identifiers by their own keys: "#ISSN", "#ISSN-L", "#KeyTitle", ….
		{Key: "identifiedBy", IRI: bfIdentifiedBy.Value, Container: rdf.IDMap},
		text("value", rdfValue),
		node("status", bfStatus),
		text("identifier", dcIdentifier),
		text("identifier_schema", schemaIdentifier),
		text("issn_bibo", biboISSN),
		text("issn_schema", schemaISSN),

		set(node("title", bfHasTitle)),
		text("mainTitle", bfMainTitle),
		text("variantType", bfVariantType),
		node("translationOf", bfTranslationOf),
		text("name", schemaName),
		text("alternateName", schemaAlternateName),
		text("label", rdfsLabel),

		set(node("format", dcFormat)),
		node("type_dct", dctType),
		set(node("spatial", dctSpatial)),
		node("isPartOf", schemaIsPartOf),
		set(node("hasPart", schemaHasPart)),
		set(text("url", schemaURL)),
		text("startDate", schemaStartDate),
		text("endDate", schemaEndDate),
		node("accrualPeriodicity", dctAccrualPeriodicity),
		node("regularity", bfmarcRegularity),
		node("M00806", m00X06),
		node("M008CR22", m00X22),
		node("M008CR23", m00X23),
		node("M008CR33", m00X33),
		node("inLanguage", schemaInLanguage),
		node("about", schemaAbout),
		text("keywords", schemaKeywords),
		node("classification", bfClassification),
		node("content", bfContent),
		node("media", bfMedia),
		node("carrier", bfCarrier),
		node("note", bfHasNote),
		text("noteType", bfNoteType),
		text("M3620_a", m3620a),
		text("M3620_z", m3620z),
		text("M3621_a", m3621a),
		text("M3621_z", m3621z),
		node("indexedIn", bflcIndexedIn),
		node("electronicLocator", bfElectronicLocator),
		text("isAccessibleForFree", schemaIsAccessibleForFree),
		node("accessRights", dctAccessRights),

		node("publication", schemaPublication),
		set(node("location", schemaLocation)),
		node("publishedBy", schemaPublishedBy),
		text("temporal", dctTemporal),
		text("provisionActivityStatement", bfProvisionActivity),
		node("publisher", schemaPublisher),
		text("publisherName", schemaPublisher), // of a serial as its keeper describes it
		node("isb", bfrelIssuingBody),
		node("contributor", schemaContributor),
		node("parentOrganization", schemaParentOrganization),
		node("sameAs", schemaSameAs),
		node("geo", schemaGeo),
		typed("latitude", schemaLatitude, xsdDecimal),
		typed("longitude", schemaLongitude, xsdDecimal),
		text("addressCountry", schemaAddressCountry),
		text("reproductionNote", bfmarcReproductionNote),
		node("hasReproduction", bfHasReproduction),

		node("subjectOf", schemaSubjectOf),
		text("creativeWorkStatus", schemaCreativeWorkStatus),
		text("description", schemaDescription),
		text("abstract", schemaAbstract),
		typed("dateModified", schemaDateModified, xsdDate),
		text("temporalCoverage", schemaTemporalCoverage),
		node("holdingArchive", schemaHoldingArchive),
		node("mainEntity", schemaMainEntity),

		{Key: "mainEntityOf", IRI: schemaMainEntity.Value, Reverse: true},
		{Key: "generatedBy", IRI: provGenerated.Value, Reverse: true},
		node("generated", provGenerated),
		typed("modified", dctModified, xsdDate),
		node("license", dctLicense),
		node("wasAttributedTo", provWasAttributedTo),
		node("wasAssociatedWith", provWasAssociatedWith),
		typed("startedAtTime", provStartedAtTime, xsdDate),
	}
}

// linkTerms is the keys of the links between resources. Those of Dublin Core
// that share a name with schema.org have a key that says which they are.
func linkTerms() []rdf.TermDef {
	var terms []rdf.TermDef
	taken := map[string]bool{bfTranslationOf.Value: true}
	add := func(p rdf.Term) {
		if p.Kind == rdf.None || taken[p.Value] {
			return
		}
		taken[p.Value] = true
		terms = append(terms, rdf.TermDef{Key: linkKey(p.Value), IRI: p.Value, Type: rdf.CoerceID})
	}
	for _, l := range linkTable {
		add(l.relation)
		add(l.plain)
	}
	add(linkBefore)
	for i := range predecessors {
		add(predecessors[i])
	}
	for i := range successors {
		add(successors[i])
	}
	return terms
}

func linkKey(iri string) string {
	switch iri {
	case nsDCT + "isPartOf":
		return "isPartOf_dct"
	case nsDCT + "hasPart":
		return "hasPart_dct"
	}
	end := len(iri)
	for iri[end-1] != '/' {
		end--
	}
	return iri[end:]
}
