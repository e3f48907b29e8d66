package main

import (
	"issnd/config"
	"issnd/portal"
	"issnd/search"
	"issnd/sru"
)

// newSRU makes the search protocol, with the formats and the layout of the
// pages.
func newSRU(cfg *config.Config, s *search.Service, pages *portal.Service) (*sru.Service, error) {
	return sru.New(sru.Config{
		Title: cfg.Title, Crosswalk: crosswalkOptions(cfg), Frame: pages.Frame,
		CacheSize: uint64(cfg.Cache.Size) / 2,
	}, s, s.Table(), pages.Formats())
}
