package main

import (
	"net/http"
	"time"

	"issnd/config"
	"issnd/limit"
	"issnd/oaipmh"
	"issnd/portal"
	"issnd/server"
	"issnd/sru"
)

// newLimits keeps clients within the limits of the configuration; nil if they
// are off.
func newLimits(c *config.Limits, viewer portal.ViewerOf) *server.Limits {
	if !c.On {
		return nil
	}
	start := time.Now()
	o := limit.Options{
		Public: classRates(&c.Public), Key: classRates(&c.Key),
		Wait: c.Wait, Clock: func() time.Duration { return time.Since(start) },
	}
	p := &c.Places
	for class, n := range map[limit.Class]int{
		limit.Search: p.Search, limit.Deep: p.Deep, limit.Facet: p.Facet,
		limit.Harvest: p.Harvest, limit.Download: p.Download,
	} {
		o.Places[class] = n
	}
	return &server.Limits{Limiter: limit.New(o), Account: accounts(viewer), Time: c.Time}
}

func classRates(c *config.Rates) (r limit.Rates) {
	for class, rate := range map[limit.Class]limit.Rate{
		limit.Record: c.Record, limit.Search: c.Search, limit.Deep: c.Deep, limit.Facet: c.Facet,
		limit.Harvest: c.Harvest, limit.Download: c.Download,
	} {
		r[class] = rate
	}
	return r
}

// accounts tells whose key a request has, that of HTTP Basic authentication
// included, which SRU takes.
func accounts(viewer portal.ViewerOf) func(*http.Request) string {
	return func(r *http.Request) string {
		h := r.Header
		if _, key, ok := r.BasicAuth(); ok {
			h = http.Header{"X-Api-Key": {key}}
		}
		v, err := viewer(h)
		if err != nil {
			return ""
		}
		return v.Account()
	}
}

// refusals are the forms in which requests are refused: a page for people, a
// diagnostic of SRU, and to harvesters the status that their programs wait
// after (Guidelines for Repository Implementers §4).
func refusals(pages *portal.Service, s *sru.Service) server.Refusals {
	return server.Refusals{
		Page: pages.Frame,
		Answers: map[string]server.Answer{
			sru.Path: func(r *http.Request, why *server.Refusal) (int, http.Header, []byte) {
				header, body := s.Refuse(r, why.Status, why.Text())
				return why.Status, header, body
			},
			oaipmh.Path: func(r *http.Request, why *server.Refusal) (int, http.Header, []byte) {
				again := *why
				if why.Retry > 0 {
					again.Status = http.StatusServiceUnavailable
				}
				return server.ProblemOf(r, &again)
			},
		},
	}
}
