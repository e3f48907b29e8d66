package server

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"
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

// ServeHTTP tells a load balancer whether to send requests here: 200 where every
// part is ready, else 503 with the parts that are not.
func (r Readiness) ServeHTTP(w http.ResponseWriter, in *http.Request) {
	ctx, cancel := context.WithTimeout(in.Context(), patience)
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
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "application/json")
	if !body.Ready {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	_ = e.Encode(body) // a client that is gone needs no answer
}

// health answers that the process is alive.
func health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok\n")
}
