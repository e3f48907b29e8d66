package oaipmh

import (
	"errors"

	"issnd/format"
	"issnd/issn"
	"issnd/register"
)

// listMetadataFormats answers ListMetadataFormats (OAI-PMH 2.0 §4.4). Every
// item has every format, deleted ones too.
func (x *exchange) listMetadataFormats(r *Request) error {
	if r.Identifier != "" {
		if _, err := x.item(r.Identifier); err != nil {
			return err
		}
	}
	x.out.Raw("<ListMetadataFormats>\n")
	for _, f := range x.table.All() {
		if f.XML == nil {
			continue
		}
		for _, prefix := range f.XML.OAI {
			x.out.Raw("<metadataFormat>")
			x.out.Element("metadataPrefix", prefix)
			x.out.Element("schema", f.XML.Schema)
			x.out.Element("metadataNamespace", f.XML.Namespace)
			x.out.Raw("</metadataFormat>\n")
		}
	}
	x.out.Raw("</ListMetadataFormats>\n")
	return nil
}

// format is what a metadataPrefix names.
func (x *exchange) format(prefix string) (*format.Format, error) {
	f := x.table.OAI(prefix)
	if f == nil {
		return nil, refuse(CannotDisseminateFormat, "there is no format with the metadataPrefix "+quoted(prefix))
	}
	x.shown = f.Name
	return f, nil
}

// appendIdentifier appends the identifier of an item (oai-identifier §2).
func (x *exchange) appendIdentifier(dst []byte, id issn.ISSN) []byte {
	dst = append(append(append(dst, "oai:"...), x.config.Identifier...), ':')
	return id.AppendTo(dst)
}

// item finds what an identifier names. Only the one form that the lists have
// is an identifier.
func (x *exchange) item(identifier string) (register.Item, error) {
	unknown := refuse(IDDoesNotExist, "there is no item "+quoted(identifier))
	scheme := len("oai:") + len(x.config.Identifier) + len(":")
	id, err := issn.Parse(identifier[min(scheme, len(identifier)):])
	if err != nil || string(x.appendIdentifier(nil, id)) != identifier {
		return register.Item{}, unknown
	}
	it, err := x.register.Item(x.ctx, x.viewer, id)
	if errors.Is(err, register.ErrNotFound) {
		return register.Item{}, unknown
	}
	return it, err
}
