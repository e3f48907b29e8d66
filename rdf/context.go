package rdf

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
)

// Container says how the values of a JSON-LD term are held (JSON-LD 1.1 §4.9,
// §9.15.1).
type Container string

// The containers that AppendJSONLD writes.
const (
	// Single is one value as it is, several as an array.
	Single Container = ""
	// Set is always an array, of one value too.
	Set Container = "@set"
	// IDMap is an object keyed by the @id of the nodes. Literals of the same
	// property are written under another term of that property, or under its IRI.
	// A Type is allowed but not needed, and json-gold cannot compact with it.
	IDMap Container = "@id"
	// LanguageMap is an object keyed by language tag; strings without a language
	// are under "@none", and other values under another term or the IRI.
	LanguageMap Container = "@language"
)

// The coercions of JSON-LD that are not datatypes.
const (
	// CoerceID makes strings IRIs: relative to @base, compact or absolute.
	CoerceID = "@id"
	// CoerceVocab makes strings IRIs that may also be the key of a term.
	CoerceVocab = "@vocab"
)

// TermDef defines a key of the compact JSON-LD form (JSON-LD 1.1 §9.15.1).
//
// Several definitions may have the same IRI: of a statement's value the first
// definition that fits it best is used. A value that fits no definition is
// never lost: it is written in full ({"@value": …, "@type": …}, {"id": …}).
//
// A definition also names a class: where its IRI is the type of a node, or the
// object of a property coerced to CoerceVocab, Key is written.
type TermDef struct {
	// Key is the JSON key: not empty, without ":", "/" or a leading "@".
	Key string
	// IRI is the absolute IRI of the property or class.
	IRI string
	// Reverse makes the key stand for the property read backwards: for
	// schema:mainEntity, "mainEntityOf" in the object's node holds the subjects.
	// A subject is written in this way inside the first object that it has with
	// the property, unless it has a place nearer to the root; Container must be
	// Single or Set.
	Reverse bool
	// Type is what strings are coerced to: "" (plain strings; other literals in
	// full), CoerceID, CoerceVocab or a datatype IRI.
	Type string
	// Container says how values are held.
	Container Container
	// Scoped holds definitions that replace or join the others inside the node
	// objects that are values of this key, however deep (a property-scoped
	// context, JSON-LD 1.1 §4.1.8). Not allowed with IDMap.
	Scoped []TermDef
}

// Context is a prepared JSON-LD 1.1 context, the naming of the compact form:
// prefixes for compact IRIs, definitions of terms, and "id" and "type" for @id
// and @type. It does not change and may be shared.
type Context struct {
	url     string
	urlJSON []byte
	doc     []byte
	inline  []byte // the definitions without braces
	ns      *Namespaces
	scopes  []*scope                 // the first holds at the root
	writers *sync.Pool               // of *ldWriter
	latest  *atomic.Pointer[Context] // that At made last: mostly it is wanted again
}

// NewContext prepares a context. The prefix names must be usable as JSON-LD
// prefixes and must not be URI schemes ("http", "urn") of IRIs that are
// written. The terms must not be changed afterwards. It fails on a definition
// that JSON-LD does not allow, and on a key defined twice in the same scope.
func NewContext(prefixes []Prefix, terms []TermDef) (*Context, error) {
	ns := NewNamespaces(prefixes)
	keys := map[string]bool{"id": true, "type": true}
	for _, p := range prefixes {
		if err := checkKey(p.Name, keys); err != nil {
			return nil, fmt.Errorf("prefix %q: %w", p.Name, err)
		}
		if !isNCName(p.Name) {
			return nil, fmt.Errorf("prefix %q: not an XML name without colons", p.Name)
		}
		if !strings.Contains(p.IRI, ":") {
			return nil, fmt.Errorf("prefix %q: %q is not an absolute IRI", p.Name, p.IRI)
		}
	}
	if err := checkTerms(terms, keys); err != nil {
		return nil, err
	}
	scopes, err := newScopes(terms)
	if err != nil {
		return nil, err
	}
	doc := appendDefinitions([]byte(`{"@context": {`), ",\n  ", prefixes, terms)
	return &Context{
		ns:      ns,
		scopes:  scopes,
		doc:     append(doc, "\n}}\n"...),
		inline:  appendDefinitions(nil, ",", prefixes, terms),
		writers: new(sync.Pool),
		latest:  new(atomic.Pointer[Context]),
	}, nil
}

// At returns the context as it is served at an address: documents then name
// the address in "@context". With "" the definitions stand in each document.
func (c *Context) At(url string) *Context {
	if url == c.url {
		return c
	}
	if l := c.latest.Load(); l != nil && l.url == url {
		return l
	}
	at := *c
	at.url, at.urlJSON = url, AppendJSONString(nil, url)
	c.latest.Store(&at)
	return &at
}

// URL returns the address given to At, or "".
func (c *Context) URL() string { return c.url }

// Document returns the context document, {"@context": {…}}, indented JSON to
// be served as application/ld+json. The caller must not change it.
func (c *Context) Document() []byte { return c.doc }

func checkTerms(terms []TermDef, taken map[string]bool) error {
	for _, d := range terms {
		if err := checkKey(d.Key, taken); err != nil {
			return fmt.Errorf("term %q: %w", d.Key, err)
		}
		if err := d.check(); err != nil {
			return fmt.Errorf("term %q: %w", d.Key, err)
		}
		if err := checkTerms(d.Scoped, map[string]bool{"id": true, "type": true}); err != nil {
			return fmt.Errorf("in %q: %w", d.Key, err)
		}
	}
	return nil
}

func checkKey(key string, taken map[string]bool) error {
	switch {
	case key == "" || key[0] == '@' || strings.ContainsAny(key, ":/#"):
		return errors.New("not usable as a key")
	case taken[key]:
		return errors.New("defined twice")
	}
	taken[key] = true
	return nil
}

func (d *TermDef) check() error {
	switch d.Type {
	case "", CoerceID, CoerceVocab:
	default:
		if !strings.Contains(d.Type, ":") {
			return fmt.Errorf("type %q is neither a coercion nor an IRI", d.Type)
		}
	}
	nodes := d.Type == "" || d.Type == CoerceID
	switch {
	case !strings.Contains(d.IRI, ":"):
		return fmt.Errorf("%q is not an absolute IRI", d.IRI)
	case d.Reverse && (!nodes || d.Container != Single && d.Container != Set):
		return errors.New("a reverse property holds nodes, single or as a set")
	case d.Container == IDMap && (!nodes || len(d.Scoped) > 0):
		return errors.New("an id map holds nodes and has no scoped context")
	case d.Container == LanguageMap && d.Type != "":
		return errors.New("a language map holds strings")
	}
	switch d.Container {
	case Single, Set, IDMap, LanguageMap:
		return nil
	}
	return fmt.Errorf("unknown container %q", d.Container)
}
