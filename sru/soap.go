package sru

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"

	"issnd/internal/xmlw"
)

// soapNamespace is that of the envelope of SOAP 1.1.
const soapNamespace = "http://schemas.xmlsoap.org/soap/envelope/"

// errNotSOAP says that a body is no request in a SOAP 1.1 envelope.
var errNotSOAP = errors.New("the body is not a SOAP 1.1 envelope with a request")

// maxSOAPDepth is how deep the elements of a request may nest.
const maxSOAPDepth = 64

// parseSOAP reads a request in a SOAP envelope (SRU 1.1, SRU via SOAP) as the
// parameters of one that came by GET: its element names the operation, and the
// elements in it are parameters. A request that has no version is of the one
// that its namespace belongs to.
func parseSOAP(body []byte) (url.Values, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	var path []string
	values := url.Values{}
	var text strings.Builder
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errNotSOAP
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, errNotSOAP // no document type (SOAP 1.1 §3)
		case xml.StartElement:
			if path = append(path, t.Name.Local); len(path) > maxSOAPDepth {
				return nil, errNotSOAP
			}
			if len(path) == 1 && t.Name != (xml.Name{Space: soapNamespace, Local: "Envelope"}) {
				return nil, errNotSOAP
			}
			if len(path) == 3 && path[1] == "Body" {
				if err := soapOperation(values, t.Name); err != nil {
					return nil, err
				}
			}
			text.Reset()
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			// What nests deeper is XML for others: xQuery, extraRequestData.
			if len(path) == 4 && path[1] == "Body" {
				values.Add(path[3], text.String())
			}
			path = path[:len(path)-1]
		}
	}
	if values.Get("operation") == "" {
		return nil, errNotSOAP
	}
	return soapVersion(values), nil
}

// soapOperation takes the operation from the name of the request.
func soapOperation(values url.Values, name xml.Name) error {
	operation, ok := strings.CutSuffix(name.Local, "Request")
	if !ok || values.Has("operation") {
		return errNotSOAP
	}
	values.Set("operation", operation)
	values.Set("namespace", name.Space)
	return nil
}

// soapVersion sets the version of a request that has none, and leaves out what
// the XML schemas of requests have and no other request does.
func soapVersion(values url.Values) url.Values {
	if values.Get("version") == "" {
		values.Set("version", V11.String())
		if strings.Contains(values.Get("namespace"), "oasis-open.org") {
			values.Set("version", V20.String())
		}
	}
	for _, name := range [...]string{"namespace", "xQuery", "xSortKeys", "xScanClause", "stylesheet"} {
		values.Del(name)
	}
	return values
}

// appendSOAP appends the response in a SOAP envelope.
func (out *Response) appendSOAP(dst []byte) []byte {
	dst = append(dst, xmlw.Header+`<SOAP:Envelope xmlns:SOAP="`+soapNamespace+`"><SOAP:Body>`...)
	return append(out.appendElement(dst), "</SOAP:Body></SOAP:Envelope>\n"...)
}

// appendFault appends a SOAP fault of the client (SOAP 1.1 §4.4). It is sent
// with 400 and not 500 (§6.2), which would be a failure of the server.
func appendFault(dst []byte, reason string) []byte {
	dst = append(dst, xmlw.Header+`<SOAP:Envelope xmlns:SOAP="`+soapNamespace+
		`"><SOAP:Body><SOAP:Fault><faultcode>SOAP:Client</faultcode><faultstring>`...)
	dst = xmlw.AppendText(dst, reason)
	return append(dst, "</faultstring></SOAP:Fault></SOAP:Body></SOAP:Envelope>\n"...)
}
