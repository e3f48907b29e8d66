package main

import (
	"iter"

	"issnd/config"
	"issnd/crawler"
	"issnd/dump"
	"issnd/portal"
	"issnd/register"
)

// newCrawler tells crawlers of the records, of which samples are some that are
// there, and of the other pages.
func newCrawler(cfg *config.Config, reg *register.Register, pages *portal.Service, samples iter.Seq[portal.Sample]) *crawler.Service {
	return crawler.New(crawler.Config{
		Title: cfg.Title, PublicURL: cfg.PublicURL,
		License: cfg.Licence.URL, LicenseName: cfg.Licence.Name,
		Pages: append([]string{"/", "/formats", dump.Path}, pages.DocumentPaths()...),
		Example: func() string {
			for s := range samples {
				return s.ISSN
			}
			return ""
		},
	}, reg)
}
