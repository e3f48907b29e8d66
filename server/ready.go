package server

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// Part is something that the server has to have in order to be of full use.
type Part struct {
	Name   string // for example "search"
	State  string // one word, for example "building"
	Detail string // a sentence for everybody to read, "" where the state says all
	Ready  bool
}

// Readiness tells how the parts of the server are. It is asked often and does
// not wait.
type Readiness func(context.Context) []Part

// patience is how long the parts may take to say how they are.
const patience = 2 * time.Second

// answer tells a load balancer whether to send requests here: 200 where every
// part is ready, else 503 with the parts that are not.
func (r Readiness) answer(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), patience)
	defer cancel()
	type part struct {
		State  string `json:"state"`
		Detail string `json:"detail,omitempty"`
	}
	body := struct {
		Ready bool            `json:"ready"`
		Parts map[string]part `json:"parts"`
	}{true, map[string]part{}}
	if r != nil {
		for _, p := range r(ctx) {
			body.Ready = body.Ready && p.Ready
			body.Parts[p.Name] = part{p.State, p.Detail}
		}
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if !body.Ready {
		return c.JSONPretty(http.StatusServiceUnavailable, body, "  ")
	}
	return c.JSONPretty(http.StatusOK, body, "  ")
}
