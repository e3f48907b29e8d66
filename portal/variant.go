package portal

import (
	"issnd/format"
	"issnd/negotiate"
)

// variant is one rendition among those that one URI has.
type variant struct {
	format  *format.Format
	display string // of pages, "" for the first
	gzip    bool   // for a client that takes gzip
}

func variantOf(r *Request, f *format.Format) variant {
	v := variant{format: f, gzip: negotiate.Gzip(r.Header["Accept-Encoding"])}
	if f.Ext == htmlExt && display(r.View) != displayLabelled {
		v.display = r.View
	}
	return v
}

// name tells the variants of a URI apart, in entity tags and in the cache.
func (v variant) name() string {
	name := v.format.Name
	if v.display != "" {
		name += "-" + v.display
	}
	if v.gzip {
		name += gzipMark
	}
	return name
}

// location is the path and query of the variant itself (Content-Location).
func (v variant) location(r *resource) string {
	path := r.path + v.format.Ext
	if v.display != "" {
		path += "?display=" + v.display
	}
	return path
}
