package server

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"issnd/internal/problem"
)

// Part is something that the server has to have in order to be of full use.
type Part struct {
	Name   string // for example "search"
	State  string // one word, for example "building"
	Detail string // a sentence for everybody to read, "" where the state says all
	Ready  bool

	Optional bool // records, lists and dumps are served without it
}

// Readiness tells how the parts of the server are. It is asked often and does
// not wait.
type Readiness func(context.Context) []Part

// patience is how long the parts may take to say how they are.
const patience = 2 * time.Second

// recordsOnly is the parameter part of who wants to know of the parts without
// which there are no records.
const recordsOnly = "records"

// ServeHTTP tells a load balancer whether to send requests here: 200 where every
// part is ready, else 503 with the parts that are not. With part=records it is
// asked for records, lists and dumps alone.
func (r Readiness) ServeHTTP(w http.ResponseWriter, in *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	only := in.URL.Query().Get("part")
	if only != "" && only != recordsOnly {
		w.Header().Set("Content-Type", problem.MediaType)
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write(problem.Document(http.StatusBadRequest, "No such part", "The parameter part can be "+recordsOnly+"; without it all parts are meant."))
		return
	}
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
			if p.Optional && only == recordsOnly {
				continue
			}
			body.Ready = body.Ready && p.Ready
			body.Parts[p.Name] = part{p.State, p.Detail}
		}
	}
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
