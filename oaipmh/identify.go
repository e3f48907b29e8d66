package oaipmh

import (
	"math"

	"issnd/issn"
	"issnd/register"
)

// identify answers Identify (OAI-PMH 2.0 §4.2).
func (x *exchange) identify() error {
	first, err := x.register.Harvest(x.ctx, x.viewer, "", 0, math.MaxUint64, samples, nil)
	if err != nil {
		return err
	}
	earliest := x.now
	if len(first) > 0 {
		earliest = first[0].Head.Updated
	}
	x.out.Raw("<Identify>\n")
	x.element("repositoryName", x.config.Name)
	x.element("baseURL", x.base)
	x.element("protocolVersion", "2.0")
	for _, a := range x.config.AdminEmail {
		x.element("adminEmail", a)
	}
	x.element("earliestDatestamp", earliest.Format(secondLayout))
	x.element("deletedRecord", "persistent")
	x.element("granularity", "YYYY-MM-DDThh:mm:ssZ")
	x.element("compression", "gzip")
	x.describe(sample(first))
	x.out.Raw("</Identify>\n")
	return nil
}

// samples is how many items may be looked at to find one that is not deleted.
const samples = 16

// sample is an item of the register to show, if there is one.
func sample(items []register.Item) (id issn.ISSN) {
	for i := range items {
		if items[i].View != nil {
			return items[i].Head.ISSN
		}
		id = items[0].Head.ISSN
	}
	return id
}

// describe writes the descriptions of the implementation guidelines that
// apply: the scheme of identifiers, the licence, friends and branding.
func (x *exchange) describe(id issn.ISSN) {
	if !id.IsZero() {
		x.describeIdentifiers(id)
	}
	// The licence is that of the data that everyone gets.
	if x.viewer.Public() && x.about.License != "" {
		x.out.Raw("<description>\n")
		x.container("rightsManifest", "rights/", "rightsManifest", "appliesTo", "http://www.openarchives.org/OAI/2.0/entity#metadata")
		x.out.Raw("<rights>")
		x.out.Element("rightsReference", "", "ref", x.about.License)
		x.out.Raw("</rights></rightsManifest>\n</description>\n")
	}
	if len(x.config.Friends) > 0 {
		x.out.Raw("<description>\n")
		x.container("friends", "friends/", "friends")
		for _, f := range x.config.Friends {
			x.out.Element("baseURL", f)
		}
		x.out.Raw("</friends>\n</description>\n")
	}
	if x.config.Icon != "" {
		x.out.Raw("<description>\n")
		x.container("branding", "branding/", "branding")
		x.out.Raw("<collectionIcon>")
		x.out.Element("url", x.config.Icon)
		x.out.Element("link", x.about.PublicURL)
		x.out.Element("title", x.config.Name)
		x.out.Raw("</collectionIcon></branding>\n</description>\n")
	}
}

func (x *exchange) describeIdentifiers(id issn.ISSN) {
	x.out.Raw("<description>\n")
	x.container("oai-identifier", "oai-identifier", "oai-identifier")
	x.out.Element("scheme", "oai")
	x.out.Element("repositoryIdentifier", x.config.Identifier)
	x.out.Element("delimiter", ":")
	x.out.Element("sampleIdentifier", string(x.appendIdentifier(nil, id)))
	x.out.Raw("</oai-identifier>\n</description>\n")
}

// container starts the root of a description, whose namespace and schema are
// those of the implementation guidelines.
func (x *exchange) container(root, namespace, schema string, attrs ...string) {
	const guidelines = "http://www.openarchives.org/OAI/2.0/"
	x.out.Start(root)
	x.out.Attr("xmlns", guidelines+namespace)
	x.out.Attr("xsi:schemaLocation", guidelines+namespace+" "+guidelines+schema+".xsd")
	for i := 0; i+1 < len(attrs); i += 2 {
		x.out.Attr(attrs[i], attrs[i+1])
	}
}
