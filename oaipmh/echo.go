package oaipmh

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"issnd/internal/access"
)

// Routes adds the routes of the protocol to a router. Once the channel is
// closed harvesters are told to come back later.
func Routes(s *Service, viewer access.ViewerOf, closing <-chan struct{}) func(*echo.Echo) {
	h := &handler{s, viewer, closing}
	return func(e *echo.Echo) {
		mount(e, Path, h.protocol)
		if s.pages != nil {
			mount(e, pagePath, h.page)
		}
		mount(e, stylesheetPath, h.stylesheet)
	}
}

func mount(e *echo.Echo, path string, serve func(http.ResponseWriter, *http.Request) error) {
	h := func(c echo.Context) error {
		if err := serve(c.Response(), c.Request()); err != nil {
			c.Set(access.FailureKey, err)
		}
		return nil
	}
	e.Any(path, h)
	e.RouteNotFound(path, h) // methods that the router does not know
}
