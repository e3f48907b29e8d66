package oaipmh

import (
	"errors"
	"time"

	"issnd/format"
	"issnd/register"
)

// getRecord answers GetRecord (OAI-PMH 2.0 §4.1).
func (x *exchange) getRecord(r *Request) error {
	it, errItem := x.item(r.Identifier)
	f, errFormat := x.format(r.MetadataPrefix)
	if err := both(errItem, errFormat); err != nil {
		return err
	}
	x.out.Raw("<GetRecord>\n")
	if err := x.record(f, &it); err != nil {
		return err
	}
	x.out.Raw("</GetRecord>\n")
	return nil
}

// both is the conditions of two errors together, or the one that is none.
func both(a, b error) error {
	var all, more Errors
	switch {
	case a == nil:
		return b
	case b == nil || !errors.As(a, &all):
		return a
	case !errors.As(b, &more):
		return b
	}
	return append(all, more...)
}

// record writes a record: its header and, unless it is deleted, its metadata.
func (x *exchange) record(f *format.Format, it *register.Item) (err error) {
	b := append(x.out.Buf, "<record>"...)
	b = x.appendHeader(b, it)
	if it.View != nil {
		b = append(b, "<metadata>"...)
		if b, err = f.AppendHarvested(b, it.View, &x.about); err != nil {
			return err
		}
		b = append(b, "</metadata>"...)
	}
	x.out.Buf = append(b, "</record>\n"...)
	return nil
}

// appendHeader writes what is said of an item in every format (§2.5).
func (x *exchange) appendHeader(b []byte, it *register.Item) []byte {
	if it.View == nil {
		b = append(b, `<header status="deleted"><identifier>`...)
	} else {
		b = append(b, "<header><identifier>"...)
	}
	b = x.appendIdentifier(b, it.Head.ISSN)
	b = append(b, "</identifier><datestamp>"...)
	b = appendDatestamp(b, it.Head.Updated)
	b = append(b, "</datestamp>"...)
	for _, s := range it.Sets {
		b = append(append(append(b, "<setSpec>"...), s...), "</setSpec>"...)
	}
	return append(b, "</header>"...)
}

// appendDatestamp writes whole seconds of UTC. The layout is one that package
// time knows by heart.
func appendDatestamp(b []byte, t time.Time) []byte { return t.UTC().AppendFormat(b, time.RFC3339) }
