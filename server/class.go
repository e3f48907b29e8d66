package server

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"issnd/metrics"
)

// classes are what the log and the metrics tell requests apart by, named by
// the beginnings of paths.
var classes = []struct{ prefix, class string }{
	{"/resource/", "record"},
	{"/search", "search"},
	{"/suggest", "search"},
	{"/sru", "sru"},
	{"/oai", "oai"},
	{"/dumps", "dump"},
	{"/sitemap", "dump"},
	{"/static/", "static"},
	{"/robots.txt", "static"},
	{"/llms.txt", "static"},
	{"/opensearch.xml", "static"},
	{"/healthz", "health"},
	{"/readyz", "health"},
}

// otherClass is that of pages and documents, which are all over.
const otherClass = "page"

// classOf is the class of a route, which is a pattern of paths.
func classOf(route string) string {
	for _, c := range classes {
		if strings.HasPrefix(route, c.prefix) {
			return c.class
		}
	}
	return otherClass
}

// routes are those of the router, each once whatever its methods.
func routes(e *echo.Echo) (list []metrics.Route) {
	for _, r := range e.Routes() {
		list = append(list, metrics.Route{Path: r.Path, Class: classOf(r.Path)})
	}
	slices.SortFunc(list, func(a, b metrics.Route) int { return strings.Compare(a.Path, b.Path) })
	return slices.Compact(list)
}
