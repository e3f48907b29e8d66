package main

import (
	"issnd/config"
	"issnd/dump"
	"issnd/portal"
)

// newDumps serves what issnd dump makes, in the layout of the pages.
func newDumps(cfg *config.Config, pages *portal.Service) (*dump.Service, error) {
	return dump.NewService(dumpsPath(cfg), cfg.PublicURL, pages.Frame)
}
