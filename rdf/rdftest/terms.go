package rdftest

import "issnd/rdf"

// Terms returns definitions for the properties of Serial that use every feature
// of a context: coercions, containers, reverse properties and scoped contexts.
func Terms() []rdf.TermDef {
	const (
		bf     = "http://id.loc.gov/ontologies/bibframe/"
		schema = "http://schema.org/"
		dct    = "http://purl.org/dc/terms/"
		prov   = "http://www.w3.org/ns/prov#"
		rdfNS  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
		date   = "http://www.w3.org/2001/XMLSchema#date"
	)
	return []rdf.TermDef{
		{Key: "Periodical", IRI: schema + "Periodical"},
		{Key: "identifiedBy", IRI: bf + "identifiedBy", Container: rdf.IDMap},
		{Key: "title", IRI: bf + "title", Type: rdf.CoerceID},
		{Key: "mainTitle", IRI: bf + "mainTitle"},
		{Key: "translationOf", IRI: bf + "translationOf", Type: rdf.CoerceID},
		{Key: "status", IRI: bf + "status", Type: rdf.CoerceVocab},
		{Key: "value", IRI: rdfNS + "value"},
		{Key: "identifier", IRI: "http://purl.org/dc/elements/1.1/identifier"},
		{Key: "issn_bibo", IRI: "http://purl.org/ontology/bibo/issn"},
		{Key: "issn_schema", IRI: schema + "issn"},
		{Key: "name", IRI: schema + "name", Container: rdf.LanguageMap},
		{Key: "format", IRI: "http://purl.org/dc/elements/1.1/format", Type: rdf.CoerceID, Container: rdf.Set},
		{Key: "type_dct", IRI: dct + "type", Type: rdf.CoerceID},
		{Key: "spatial", IRI: dct + "spatial", Type: rdf.CoerceID, Container: rdf.Set},
		{Key: "location", IRI: schema + "location", Type: rdf.CoerceID, Container: rdf.Set},
		{Key: "label", IRI: "http://www.w3.org/2000/01/rdf-schema#label"},
		{Key: "publication", IRI: schema + "publication", Type: rdf.CoerceID},
		{Key: "isPartOf", IRI: schema + "isPartOf", Type: rdf.CoerceID},
		{Key: "hasPart", IRI: schema + "hasPart", Type: rdf.CoerceID, Container: rdf.Set},
		{Key: "url", IRI: schema + "url", Container: rdf.Set},
		{Key: "free", IRI: schema + "isAccessibleForFree"},
		{Key: "hasCancelledISSN", IRI: "http://issn.org/vocabularies/properties/hasCancelledISSN", Type: rdf.CoerceID},
		{Key: "publisher", IRI: schema + "publisher", Type: rdf.CoerceID},
		{Key: "modified", IRI: dct + "modified", Type: date},
		{Key: "modifiedAt", IRI: dct + "modified", Type: "http://www.w3.org/2001/XMLSchema#dateTime"},
		{Key: "wasAttributedTo", IRI: prov + "wasAttributedTo", Type: rdf.CoerceID},
		{Key: "startedAtTime", IRI: prov + "startedAtTime", Type: date},
		{Key: "generated", IRI: prov + "generated", Type: rdf.CoerceID},
		{Key: "subjectOf", IRI: schema + "subjectOf", Type: rdf.CoerceID, Scoped: []rdf.TermDef{
			{Key: "name", IRI: schema + "name"},
			{Key: "dateModified", IRI: schema + "dateModified", Type: date},
		}},
		{Key: "holdingArchive", IRI: schema + "holdingArchive", Type: rdf.CoerceID, Scoped: []rdf.TermDef{
			{Key: "identifier", IRI: schema + "identifier"},
		}},
		{Key: "mainEntity", IRI: schema + "mainEntity", Type: rdf.CoerceID, Scoped: []rdf.TermDef{
			{Key: "publisher", IRI: schema + "publisher"},
			{Key: "isPartOf", IRI: schema + "isPartOf", Scoped: []rdf.TermDef{
				{Key: "titled", IRI: bf + "title"},
			}},
		}},
		{Key: "mainEntityOf", IRI: schema + "mainEntity", Reverse: true, Scoped: []rdf.TermDef{
			{Key: "generatedBy", IRI: prov + "generated", Reverse: true, Container: rdf.Set},
		}},
	}
}
