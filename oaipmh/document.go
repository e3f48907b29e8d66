package oaipmh

import (
	"encoding/xml"
	"net/url"
	"strings"
)

// document is a response as a page shows it. Pages are made from the response
// itself, so that they cannot show anything else.
type document struct {
	ResponseDate string `xml:"responseDate"`
	Request      struct {
		Arguments []xml.Attr `xml:",any,attr"`
	} `xml:"request"`
	Errors []struct {
		Code    string `xml:"code,attr"`
		Message string `xml:",chardata"`
	} `xml:"error"`

	Identify    *identity   `xml:"Identify"`
	Formats     []formatRow `xml:"ListMetadataFormats>metadataFormat"`
	Sets        []setRow    `xml:"ListSets>set"`
	Identifiers []header    `xml:"ListIdentifiers>header"`
	Records     []header    `xml:"ListRecords>record>header"`
	Record      *record     `xml:"GetRecord>record"`

	SetsToken        resumption `xml:"ListSets>resumptionToken"`
	IdentifiersToken resumption `xml:"ListIdentifiers>resumptionToken"`
	RecordsToken     resumption `xml:"ListRecords>resumptionToken"`
}

type identity struct {
	Name        string   `xml:"repositoryName"`
	Protocol    string   `xml:"protocolVersion"`
	AdminEmail  []string `xml:"adminEmail"`
	Earliest    string   `xml:"earliestDatestamp"`
	Deleted     string   `xml:"deletedRecord"`
	Granularity string   `xml:"granularity"`
	Compression []string `xml:"compression"`
	Licence     *struct {
		Ref string `xml:"ref,attr"`
	} `xml:"description>rightsManifest>rights>rightsReference"`
	Sample string `xml:"description>oai-identifier>sampleIdentifier"`
}

type formatRow struct {
	Prefix    string `xml:"metadataPrefix"`
	Namespace string `xml:"metadataNamespace"`
	Schema    string `xml:"schema"`
}

type setRow struct {
	Spec string `xml:"setSpec"`
	Name string `xml:"setName"`
}

type header struct {
	Status     string   `xml:"status,attr"`
	Identifier string   `xml:"identifier"`
	Datestamp  string   `xml:"datestamp"`
	Sets       []string `xml:"setSpec"`
}

type record struct {
	Header   header `xml:"header"`
	Metadata struct {
		XML string `xml:",innerxml"`
	} `xml:"metadata"`
}

// Lines is the metadata with every element on a line of its own, "" if there
// is none.
func (r *record) Lines() string { return strings.ReplaceAll(r.Metadata.XML, "><", ">\n<") }

type resumption struct {
	Token  string `xml:",chardata"`
	Size   string `xml:"completeListSize,attr"`
	Cursor string `xml:"cursor,attr"`
}

// Headers are those of a list of either kind.
func (d *document) Headers() []header { return append(d.Identifiers, d.Records...) }

// Resumption is how the list goes on; without a token it does not.
func (d *document) Resumption() resumption {
	for _, r := range []resumption{d.SetsToken, d.IdentifiersToken, d.RecordsToken} {
		if r.Size != "" {
			return r
		}
	}
	return resumption{}
}

// Verb is the request that was answered, "" if it was none.
func (d *document) Verb() string { return d.argument("verb") }

// Prefix is the format in which the records of a list are shown when they are
// followed.
func (d *document) Prefix() string {
	if p := d.argument("metadataPrefix"); p != "" {
		return p
	}
	return "oai_dc"
}

func (d *document) argument(name string) string {
	for _, a := range d.Request.Arguments {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (d *document) query() url.Values {
	q := url.Values{}
	for _, a := range d.Request.Arguments {
		q.Set(a.Name.Local, a.Value)
	}
	return q
}
