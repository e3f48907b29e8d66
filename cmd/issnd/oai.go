package main

import (
	"path/filepath"

	"issnd/config"
	"issnd/oaipmh"
	"issnd/portal"
	"issnd/register"
)

// newOAI makes the data provider, with the formats and the layout of the pages.
// The key that signs its resumption tokens is kept beside the store, so that
// harvests go on after a restart.
func newOAI(cfg *config.Config, reg *register.Register, pages *portal.Service) (*oaipmh.Service, error) {
	key, err := oaipmh.LoadKey(filepath.Join(cfg.Data, "oai.key"))
	if err != nil {
		return nil, err
	}
	return oaipmh.New(oaipmh.Config{
		Name: cfg.Title, AdminEmail: cfg.OAI.AdminEmail, Identifier: cfg.OAI.Identifier,
		Records: cfg.OAI.Records, Identifiers: cfg.OAI.Identifiers, Lifetime: cfg.OAI.TokenLifetime,
		Friends: cfg.OAI.Friends, Icon: cfg.OAI.Icon,
		Crosswalk: crosswalkOptions(cfg), Key: key,
		Page: func(title string, main []byte) oaipmh.Page {
			header, body := pages.Frame(title, main)
			return oaipmh.Page{Header: header, Body: body}
		},
	}, reg, pages.Formats())
}
