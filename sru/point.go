package sru

import (
	"strings"

	"issnd/register"
	"issnd/search"
)

// uses says what else than search a point is for.
func uses(p *search.Point) string {
	var out []string
	if p.Scan {
		out = append(out, "scan")
	}
	if p.Sort {
		out = append(out, "sort")
	}
	if p.Facet {
		out = append(out, "facets")
	}
	return strings.Join(out, ", ")
}

// keyHolder is somebody with a key, who may use all points.
var keyHolder = register.NewViewer("", register.Complete)

// kindName is what people are told of a kind of points.
func kindName(k search.Kind) string {
	switch k {
	case search.Text:
		return "words"
	case search.Code:
		return "code"
	case search.Number:
		return "number"
	case search.Date:
		return "date"
	}
	return "everything"
}
