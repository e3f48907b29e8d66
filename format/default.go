package format

import (
	"issnd/crosswalk"
	"issnd/internal/xmlw"
	"issnd/marc"
	"issnd/marc/unimarc"
	"issnd/rdf"
	"issnd/rdf/jsonld"
	"issnd/register"
)

// JSON-LD and its forms, which clients name by the profile parameter of the
// media type (JSON-LD 1.1 §6.2).
const (
	jsonldType      = "application/ld+json"
	compactProfile  = jsonldType + `;profile="` + jsonld.Compacted + `"`
	expandedProfile = jsonldType + `;profile="` + jsonld.Expanded + `"`
	flatProfile     = jsonldType + `;profile="` + jsonld.Flattened + `"`
)

// profileURL is what the RDF representations conform to.
const profileURL = "https://www.issn.org/understanding-the-issn/assignment-rules/issn-linked-data-application-profile/"

// Default is the table of formats but for the pages, which the portal adds in
// front. Their order is the server's preference. A new format is a new row.
func Default(o crosswalk.Options) ([]*Format, error) {
	p := crosswalk.NewProfile(o)
	ns := rdf.NewNamespaces(crosswalk.Prefixes(base(o)))
	ctx, err := crosswalk.NewContext(o)
	if err != nil {
		return nil, err
	}
	ttlHead := string(rdf.AppendTurtleHeader(nil, ns))
	xmlHead, xmlTail := string(rdf.AppendRDFXMLHeader(nil, ns)), string(rdf.AppendRDFXMLFooter(nil))
	return []*Format{
		rdfFormat(Format{Name: "turtle", Aliases: []string{"ttl"}, Title: "RDF in Turtle", Ext: ".ttl", Text: true,
			MediaTypes: []string{"text/turtle", "application/x-turtle"}, Profile: profileURL},
			o, p, turtle(ns), ttlHead, "\n", ""),
		rdfFormat(Format{Name: "jsonld", Aliases: []string{"json-ld"}, Title: "RDF in JSON-LD, compact", Ext: ".jsonld",
			MediaTypes: []string{jsonldType, compactProfile}, Profile: profileURL},
			o, p, compactJSONLD(ctx), "[\n", ",\n", "\n]\n"),
		rdfFormat(Format{Name: "xml", Aliases: []string{"rdfxml", "rdf"}, Title: "RDF/XML", Ext: ".rdf",
			MediaTypes: []string{"application/rdf+xml", "application/xml", "text/xml"}, Profile: profileURL, XML: rdfElement(harvestedRDF(o, p, ns))},
			o, p, rdfxml(ns), xmlHead, "", xmlTail),
		rdfFormat(Format{Name: "ntriples", Aliases: []string{"nt"}, Title: "RDF in N-Triples", Ext: ".nt", Text: true,
			MediaTypes: []string{"application/n-triples"}, Profile: profileURL},
			o, p, ntriples(), "", "", ""),
		rdfFormat(Format{Name: "json", Title: "RDF in JSON-LD, graph-shaped as the portal of before 2026 gave it", Ext: ".json",
			MediaTypes: []string{"application/json"}, Profile: profileURL},
			o, p, flatJSON(), `{"@graph":[`+"\n", ",\n", "\n]}\n"),
		rdfFormat(Format{Name: "jsonld-expanded", Title: "RDF in JSON-LD, expanded", Ext: ".expanded.jsonld",
			MediaTypes: []string{expandedProfile}, Profile: profileURL, Converted: true},
			o, p, jsonldProfile(ctx, jsonld.Expanded), "[\n", ",\n", "\n]\n"),
		alone(rdfFormat(Format{Name: "jsonld-flattened", Title: "RDF in JSON-LD, flattened", Ext: ".flattened.jsonld",
			MediaTypes: []string{flatProfile}, Profile: profileURL, Converted: true},
			o, p, jsonldProfile(ctx, jsonld.Flattened), "", "", "")),
		{Name: "schemaorg", Title: "schema.org in JSON-LD", Ext: ".schemaorg.json",
			MediaTypes: []string{"application/vnd.schemaorg.ld+json"}, Profile: "https://schema.org/",
			Record: plain(crosswalk.AppendSchemaOrg), Many: &Sequence{Head: "[\n", Separator: ",\n", Tail: "\n]\n"}},
		{Name: "marc21", Aliases: []string{"marc"}, Title: "MARC 21, ISO 2709", Ext: ".mrc", Attachment: true,
			MediaTypes: []string{"application/marc"},
			Record:     appendMARC21, Many: &Sequence{}},
		{Name: "marcxml", Aliases: []string{"marc21xml", "marc21-xml"}, Title: "MARC 21, MARCXML", Ext: ".marcxml",
			MediaTypes: []string{"application/marcxml+xml"}, Profile: marc.MARCXMLNamespace, XML: marcxmlElement,
			Record: appendMARCXML,
			Many:   &Sequence{Head: marc.MARCXMLHeader, Tail: marc.MARCXMLFooter, Record: appendMARCXMLRecord}},
		{Name: "unimarc", Title: "UNIMARC, ISO 2709", Ext: ".unimarc", Attachment: true,
			MediaTypes: []string{"application/x-unimarc"},
			Record:     appendUNIMARC, Many: &Sequence{}},
		{Name: "unimarcxml", Aliases: []string{"unimarc-xml"}, Title: "UNIMARC, MarcXchange (ISO 25577)", Ext: ".unimarcxml",
			MediaTypes: []string{"application/x-unimarc+xml", "application/marcxchange+xml"}, Profile: unimarc.Namespace, XML: unimarcElement,
			Record: appendUNIMARCXML,
			Many:   &Sequence{Head: unimarc.XMLOpen, Tail: unimarc.XMLClose, Record: appendUNIMARCXMLRecord}},
		{Name: "mods", Title: "MODS 3.6", Ext: ".mods",
			MediaTypes: []string{"application/mods+xml"}, Profile: crosswalk.MODSNamespace, XML: modsElement,
			Record: document(crosswalk.AppendMODS),
			Many: &Sequence{Head: modsHead, Tail: modsTail, Separator: "\n",
				Record: plain(crosswalk.AppendMODS)}},
		{Name: "dc", Aliases: []string{"oai_dc"}, Title: "Dublin Core (oai_dc)", Ext: ".dc",
			MediaTypes: []string{"application/dc+xml", "application/oai_dc+xml"}, Profile: crosswalk.DCNamespace, XML: dcElement,
			Record: document(crosswalk.AppendDC),
			Many:   &Sequence{Head: dcHead, Separator: "\n", Tail: dcTail, Record: plain(crosswalk.AppendDC)}},
		{Name: "srudc", Aliases: []string{"srw_dc"}, Title: "Dublin Core (SRU)", Ext: ".srudc",
			MediaTypes: []string{"application/x-srw-dc+xml"}, Profile: crosswalk.SRUDCNamespace, XML: sruDCElement,
			Record: document(crosswalk.AppendSRUDC),
			Many:   &Sequence{Head: dcHead, Separator: "\n", Tail: dcTail, Record: plain(crosswalk.AppendSRUDC)}},
		{Name: "csv", Title: "Table, CSV (RFC 4180)", Ext: ".csv", Text: true, Attachment: true,
			MediaTypes: []string{"text/csv"},
			Record:     appendCSV, Many: &Sequence{Head: crosswalk.CSVHeader(), Record: plain(crosswalk.AppendCSV)}},
	}, nil
}

// Documents of several records: MODS has an element for them, Dublin Core has none.
const (
	modsHead = xmlw.Header + `<modsCollection xmlns="` + crosswalk.MODSNamespace + `">` + "\n"
	modsTail = "\n</modsCollection>\n"
	dcHead   = xmlw.Header + "<collection>\n"
	dcTail   = "\n</collection>\n"
)

// The XML formats by the names that SRU and OAI-PMH have for them. Clients send
// many names for MARCXML, so that all known ones are accepted.
var (
	marcxmlElement = &XML{Namespace: marc.MARCXMLNamespace, Schema: "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
		SRU: []string{"info:srw/schema/1/marcxml-v1.1", "marcxml", "MARC21-xml", "marc21", "marc21xml", "info:srw/schema/1/marcxml-v1.0", marc.MARCXMLNamespace},
		OAI: []string{"marc21", "marcxml"}}
	unimarcElement = &XML{Namespace: unimarc.Namespace, Schema: "http://www.loc.gov/standards/iso25577/marcxchange-2-0.xsd",
		SRU: []string{"info:srw/schema/8/unimarcxml-v0.1", "unimarcxml", "unimarcXchange", "unimarc", "marcxchange", unimarc.Namespace},
		OAI: []string{"unimarc"}}
	modsElement = &XML{Namespace: crosswalk.MODSNamespace, Schema: "http://www.loc.gov/standards/mods/v3/mods-3-6.xsd",
		SRU: []string{"info:srw/schema/1/mods-v3.6", "mods", "mods36", "modsxml", crosswalk.MODSNamespace}, OAI: []string{"mods"}}
	dcElement = &XML{Namespace: crosswalk.DCNamespace, Schema: "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
		SRU: []string{crosswalk.DCNamespace, "oai_dc"}, OAI: []string{"oai_dc"}}
	sruDCElement = &XML{Namespace: crosswalk.SRUDCNamespace, Schema: crosswalk.SRUDCSchema,
		SRU: []string{"info:srw/schema/1/dc-v1.1", "dc", "srw_dc", "dublincore", "info:srw/schema/1/dc-v1.0", crosswalk.SRUDCNamespace}}
)

// rdfElement is RDF/XML by the same kind of names.
func rdfElement(harvest func([]byte, *register.View, *crosswalk.Options) ([]byte, error)) *XML {
	return &XML{Namespace: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", Schema: "http://www.openarchives.org/OAI/2.0/rdf.xsd",
		SRU: []string{"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfxml", "rdf"}, OAI: []string{"rdf"}, Harvest: harvest}
}

func base(o crosswalk.Options) string {
	if o.Base == "" {
		return crosswalk.DefaultBase
	}
	return o.Base
}

// plain is a crosswalk that cannot fail as a format renders.
func plain(f func([]byte, *register.View, *crosswalk.Options) []byte) func([]byte, *register.View, *crosswalk.Options) ([]byte, error) {
	return func(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) { return f(dst, v, o), nil }
}

// document is a crosswalk to one XML element, rendered as a document.
func document(f func([]byte, *register.View, *crosswalk.Options) []byte) func([]byte, *register.View, *crosswalk.Options) ([]byte, error) {
	return func(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
		return append(f(append(dst, xmlw.Header...), v, o), '\n'), nil
	}
}

func appendCSV(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return crosswalk.AppendCSV(append(dst, crosswalk.CSVHeader()...), v, o), nil
}
