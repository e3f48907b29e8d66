package main

import (
	"net/http"
	"time"

	"issnd/config"
	"issnd/internal/access"
	"issnd/limit"
	"issnd/oaipmh"
	"issnd/portal"
	"issnd/server"
	"issnd/sru"
)

// newLimiter makes a limiter that goes by the clock of the machine.
func newLimiter(c *config.Limits) *limit.Limiter {
	start := time.Now()
	return limit.New(allowed(c), func() time.Duration { return time.Since(start) })
}

// limits keep clients within those of the configuration.
func (l *settings) limits() *server.Limits {
	return &server.Limits{
		Limiter: l.limiter, Account: accounts(l.viewer), MaxBody: max(sru.MaxBody, oaipmh.MaxBody),
		On:   func() bool { return l.config.Load().Limits.On },
		Time: func() time.Duration { return l.config.Load().Limits.Time },
	}
}

// allowed is what the limits of a configuration allow.
func allowed(c *config.Limits) limit.Options {
	o := limit.Options{Public: classRates(&c.Public), Key: classRates(&c.Key), Wait: c.Wait}
	p := &c.Places
	for class, n := range map[limit.Class]int{
		limit.Convert: p.Convert, limit.Search: p.Search, limit.Deep: p.Deep, limit.Facet: p.Facet,
		limit.Harvest: p.Harvest, limit.Sitemap: p.Sitemap, limit.Download: p.Download,
	} {
		o.Places[class] = n
	}
	return o
}

func classRates(c *config.Rates) (r limit.Rates) {
	for class, rate := range map[limit.Class]limit.Rate{
		limit.Record: c.Record, limit.Convert: c.Convert, limit.Search: c.Search, limit.Deep: c.Deep, limit.Facet: c.Facet,
		limit.Harvest: c.Harvest, limit.Sitemap: c.Sitemap, limit.Download: c.Download,
	} {
		r[class] = rate
	}
	return r
}

// accounts tells whose key a request has, that of HTTP Basic authentication
// included, which SRU takes.
func accounts(viewer access.ViewerOf) func(*http.Request) string {
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
