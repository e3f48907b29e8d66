// Package oaipmh is a data provider of the Open Archives Initiative Protocol
// for Metadata Harvesting, version 2.0: how other catalogues keep a copy of
// the register up to date.
//
// A list goes through the change log of the register by sequence number, which
// is also the order of datestamps. Where it ends is fixed when it begins, so
// that a change during a harvest moves a record past that end, to be found by
// the next harvest, and never behind what has been read.
//
// Service is pure: it takes a Request and appends a response. The router is
// named in echo.go alone.
package oaipmh

import (
	"errors"
	"fmt"
	"time"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/turns"
	"issnd/register"
)

// Config is what the service needs to know of the installation.
type Config struct {
	Name        string            // repositoryName
	AdminEmail  []string          // at least one
	Identifier  string            // repositoryIdentifier: the domain name in oai:DOMAIN:ISSN
	Records     int               // of one page of ListRecords
	Identifiers int               // of one page of ListIdentifiers or ListSets
	Lifetime    time.Duration     // of a resumptionToken
	Friends     []string          // base URLs of other repositories
	Icon        string            // URL of a picture that stands for the register, "" if none
	Crosswalk   crosswalk.Options // PublicURL is "" where the request tells it
	Key         Key               // signs resumption tokens

	// Now is the clock; nil is that of the machine.
	Now func() time.Time
	// Page puts the main part of a page into the layout of all pages of the
	// server. Nil means that there are no pages for people.
	Page func(title string, main []byte) Page
}

// Service answers the six requests of the protocol. It is safe for use by
// several goroutines.
type Service struct {
	config   Config
	register *register.Register
	table    *format.Table
	pages    *pages
	turns    turns.Turns
}

// Defaults of Config. Harvesters and validators expect pages of 100 to 500
// records, and tokens that outlive a day.
const (
	DefaultIdentifier  = "issn.org"
	DefaultRecords     = 100
	DefaultIdentifiers = 1000
	DefaultLifetime    = 48 * time.Hour
)

var errNoAddress = errors.New("oaipmh: an administrator's e-mail address is required")

// New makes the service, which disseminates the formats of the table that have
// a metadataPrefix. Zero numbers of the configuration mean the defaults.
func New(c Config, reg *register.Register, table *format.Table) (*Service, error) {
	if len(c.AdminEmail) == 0 {
		return nil, errNoAddress
	}
	if !isDomain(c.Identifier) {
		return nil, fmt.Errorf("oaipmh: %q is not a domain name", c.Identifier)
	}
	if c.Records <= 0 {
		c.Records = DefaultRecords
	}
	if c.Identifiers <= 0 {
		c.Identifiers = DefaultIdentifiers
	}
	if c.Lifetime <= 0 {
		c.Lifetime = DefaultLifetime
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	s := &Service{config: c, register: reg, table: table, turns: turns.New()}
	var err error
	s.pages, err = newPages(c.Page)
	return s, err
}

// isDomain is the pattern of repositoryIdentifier in the schema of
// oai-identifier: names with a dot, each of which begins with a letter.
func isDomain(s string) bool {
	labels, start := 0, true
	for _, c := range s {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		switch {
		case letter:
			if start {
				labels++
			}
			start = false
		case start:
			return false
		case c == '.':
			start = true
		case c != '-' && (c < '0' || c > '9'):
			return false
		}
	}
	return labels > 1 && !start
}
