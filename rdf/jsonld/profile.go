// Package jsonld reads JSON-LD and converts it between its forms with json-gold.
// Contexts come from memory, never from the network. It is apart from package
// rdf so that only those who need a JSON-LD processor link one.
package jsonld

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/piprate/json-gold/ld"

	"issnd/rdf"
)

// The profiles of application/ld+json (JSON-LD 1.1 §IANA Considerations) that
// Profile makes.
const (
	Expanded  = "http://www.w3.org/ns/json-ld#expanded"
	Flattened = "http://www.w3.org/ns/json-ld#flattened"
	Compacted = "http://www.w3.org/ns/json-ld#compacted"
)

// Contexts holds context documents by their address. It stands between a
// JSON-LD processor and the network: what it does not hold is not found.
type Contexts map[string][]byte

// LoadDocument returns the document of an address; it implements the
// DocumentLoader of json-gold.
func (c Contexts) LoadDocument(address string) (*ld.RemoteDocument, error) {
	doc, ok := c[address]
	if !ok {
		return nil, ld.NewJsonLdError(ld.LoadingRemoteContextFailed, "unknown context "+address)
	}
	var v any
	if err := json.Unmarshal(doc, &v); err != nil {
		return nil, ld.NewJsonLdError(ld.InvalidRemoteContext, err)
	}
	return &ld.RemoteDocument{DocumentURL: address, Document: v}, nil
}

// Profile returns a JSON-LD document in the form that a profile names:
// expanded, flattened (and expanded), or compacted with ctx. Addresses in
// "@context" are known if they are that of ctx, which may be nil, and nothing is
// fetched. It fails on another profile, an unknown address and a document that
// is not JSON-LD, and where json-gold panics, as it does when it compacts bare
// references into an id map that coerces to @id.
func Profile(doc []byte, profile string, ctx *rdf.Context) (out []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, fmt.Errorf("json-ld profile %s: %v", profile, p)
		}
	}()
	contexts := Contexts{}
	if ctx != nil && ctx.URL() != "" {
		contexts[ctx.URL()] = ctx.Document()
	}
	v, err := transform(doc, profile, ctx, options(contexts))
	if err != nil {
		return nil, fmt.Errorf("json-ld profile %s: %w", profile, err)
	}
	return json.Marshal(v)
}

func options(contexts Contexts) *ld.JsonLdOptions {
	opts := ld.NewJsonLdOptions("")
	opts.DocumentLoader = contexts
	return opts
}

func transform(doc []byte, profile string, ctx *rdf.Context, opts *ld.JsonLdOptions) (any, error) {
	var v any
	if err := json.Unmarshal(doc, &v); err != nil {
		return nil, err
	}
	processor := ld.NewJsonLdProcessor()
	switch profile {
	case Expanded:
		return processor.Expand(v, opts)
	case Flattened:
		return processor.Flatten(v, nil, opts)
	case Compacted:
		if ctx == nil {
			return nil, errors.New("no context to compact with")
		}
		context, err := contextOf(ctx)
		if err != nil {
			return nil, err
		}
		return processor.Compact(v, context, opts)
	}
	return nil, errors.New("unknown profile")
}

// contextOf returns a context as json-gold takes it: its address or its
// definitions.
func contextOf(c *rdf.Context) (any, error) {
	if c.URL() != "" {
		return c.URL(), nil
	}
	var doc struct {
		Context any `json:"@context"`
	}
	err := json.Unmarshal(c.Document(), &doc)
	return doc.Context, err
}
