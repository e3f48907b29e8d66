// Package config is the configuration of issnd: one struct, filled from its
// defaults, a TOML file, the environment and the command line, each of which
// goes before the one it follows in that list.
//
// Every field of Config is one option. Its key, as "log.level", is the key in
// the file; the environment variable ISSND_LOG_LEVEL and the flag --log-level
// follow from it. A key that does not exist is an error that names the nearest
// one that does.
package config

import (
	"time"

	"issnd/limit"
	"issnd/register"
)

// Config is the whole configuration. Default makes one that is valid. A server
// takes over options that are live while it runs.
type Config struct {
	Data      string   `key:"data" help:"Directory of the store. It is made when it is missing."`
	Listen    string   `key:"listen" help:"Address and port to serve on. An empty address is every address of the machine."`
	PublicURL string   `key:"public-url" help:"URL under which the server is reached from outside, for links between documents. Empty: taken from each request."`
	Base      string   `key:"base" help:"IRI that the identifiers of all resources start with. It names things and does not have to be the address of this server."`
	Keys      string   `key:"keys" live:"true" help:"File of API keys, made by issnd key add. Empty: everyone is the public."`
	Dumps     string   `key:"dumps" help:"Directory of the dumps that issnd dump makes and that are served under /dumps/. Empty: dumps in the data directory."`
	Title     string   `key:"title" help:"Name of the register, on every page."`
	Examples  []string `key:"examples" help:"ISSNs of serials that the start page points to, where the register has them."`
	Licence   Licence  `key:"licence"`
	RDF       RDF      `key:"rdf"`
	Server    Server   `key:"server"`
	Limits    Limits   `key:"limits"`
	Admin     Admin    `key:"admin"`
	TLS       TLS      `key:"tls"`
	Cache     Cache    `key:"cache"`
	Log       Log      `key:"log"`
	Register  Register `key:"register"`
	OAI       OAI      `key:"oai"`
}

// Licence is the licence of the data, stated in every representation.
type Licence struct {
	URL  string `key:"url" help:"URL of the licence of the released data."`
	Name string `key:"name" help:"Name of that licence, for people."`
}

// RDF switches what the linked data profile leaves open.
type RDF struct {
	Licence    bool `key:"licence" help:"State the licence as a triple of each record."`
	OpenAccess bool `key:"open-access" help:"Say that a resource of the open access directory is free to read, which the profile has no term for."`
}

// Server sets the limits of the HTTP server.
type Server struct {
	SeeOther        bool          `key:"see-other" help:"Answer 303 with the address of the document instead of 200 where the URI of a resource is asked for."`
	Search          bool          `key:"search" help:"Keep a search index and answer searches, on pages and by SRU. A server that is only harvested does without."`
	ReadTimeout     time.Duration `key:"read-timeout" help:"Longest time that a request may take to arrive. 0: no limit."`
	WriteTimeout    time.Duration `key:"write-timeout" help:"Longest time that a response, of a dump each MiB, may take to leave. 0: no limit."`
	IdleTimeout     time.Duration `key:"idle-timeout" help:"How long a connection is kept between two requests. 0: no limit."`
	DrainDelay      time.Duration `key:"drain-delay" live:"true" help:"How long requests are still taken when the server is told to stop, while /readyz already says that it is stopping, so that a load balancer sends no more."`
	ShutdownTimeout time.Duration `key:"shutdown-timeout" help:"How long requests in progress may go on when the server is told to stop."`
	MaxConnections  int           `key:"max-connections" live:"true" help:"Connections of clients at the same time, of which one address has a sixteenth at most and a trusted proxy any number. They are never more than three quarters of the files that the process may open. 0: as many as these."`
	MaxHeader       Size          `key:"max-header" help:"Largest request header, the URL included."`
	MaxIndexLag     time.Duration `key:"max-index-lag" live:"true" help:"How long searches may be behind the register before /readyz says that the server is not ready. 0: as long as they like."`
	MaxURL          Size          `key:"max-url" help:"Longest URL of a request. 0: as long as the header may be."`
	TrustedProxies  []string      `key:"trusted-proxies" live:"true" help:"Addresses and networks of proxies that are believed for whom they ask, in X-Forwarded-For. Empty: nobody is."`
}

// Limits keeps one client from taking what others need.
type Limits struct {
	On     bool          `key:"on" live:"true" help:"Limit what a client may ask for, and how much is done at the same time."`
	Public Rates         `key:"public"`
	Key    Rates         `key:"key"`
	Places Places        `key:"places"`
	Wait   time.Duration `key:"wait" live:"true" help:"Longest time in which a request waits for a place. After it the answer is 503."`
	Time   time.Duration `key:"time" live:"true" help:"Longest time for the work on a request of any class but record and download, until its answer begins. 0: no limit."`
}

// Rates are what one client may ask for, by class.
type Rates struct {
	Record   limit.Rate `key:"record" live:"true" help:"Records, documents and pages for one client."`
	Convert  limit.Rate `key:"convert" live:"true" help:"Records and documents as JSON-LD in its expanded or flattened form for one client."`
	Search   limit.Rate `key:"search" live:"true" help:"Searches, scans and suggestions for one client."`
	Deep     limit.Rate `key:"deep" live:"true" help:"Pages beyond the 1000th record of a search for one client."`
	Facet    limit.Rate `key:"facet" live:"true" help:"Searches with facets, on pages those that are narrowed by one, for one client."`
	Harvest  limit.Rate `key:"harvest" live:"true" help:"Pages of OAI-PMH lists for one client."`
	Sitemap  limit.Rate `key:"sitemap" live:"true" help:"Sitemaps for one client."`
	Download limit.Rate `key:"download" live:"true" help:"Files of dumps for one client."`
}

// Places are how many requests of a class are worked on at the same time.
type Places struct {
	Convert  int `key:"convert" live:"true" help:"Records and documents as JSON-LD in its expanded or flattened form at the same time. 0: any number."`
	Search   int `key:"search" live:"true" help:"Searches, scans and suggestions at the same time. 0: any number."`
	Deep     int `key:"deep" live:"true" help:"Pages beyond the 1000th record of a search at the same time. 0: any number."`
	Facet    int `key:"facet" live:"true" help:"Searches with facets at the same time. 0: any number."`
	Harvest  int `key:"harvest" live:"true" help:"Pages of OAI-PMH lists at the same time. 0: any number."`
	Sitemap  int `key:"sitemap" live:"true" help:"Sitemaps at the same time. 0: any number."`
	Download int `key:"download" live:"true" help:"Files of dumps at the same time. 0: any number."`
}

// TLS is how the server speaks HTTPS itself.
type TLS struct {
	Cert string        `key:"cert" help:"PEM file of the certificate and its chain, for HTTPS. Empty: HTTP, as behind a proxy. It is read anew when it changes."`
	Key  string        `key:"key" help:"PEM file of the key of that certificate."`
	HSTS time.Duration `key:"hsts" live:"true" help:"How long browsers that have been here ask for nothing under this name but by HTTPS, in whole seconds (Strict-Transport-Security). It is sent by this server's own HTTPS only. 0: nothing is said."`
}

// Admin is an address for the operator alone.
type Admin struct {
	Listen string `key:"listen" help:"Address and port for metrics (/metrics), health and profiles (/debug/pprof/), which tell what the public must not know. Empty: none."`
	Remote bool   `key:"remote" help:"Let admin.listen be an address that other machines reach. Nobody is asked for a key there."`
}

// Cache sizes the cache of rendered documents.
type Cache struct {
	Size Size `key:"size" help:"Memory for rendered documents, half of it for records in answers of SRU. 0: none are kept."`
}

// Log sets what is logged and how. Logs go to standard error.
type Log struct {
	Level  string `key:"level" live:"true" help:"Least level that is logged: debug, info, warn or error."`
	Format string `key:"format" help:"text or json."`
	Access bool   `key:"access" live:"true" help:"Log every request."`
}

// Register says where the records carry the register's own data.
type Register struct {
	StatusField     string            `key:"status-field" help:"Subfield of the record kind. Empty: the kind is always derived."`
	StatusCodes     map[string]string `key:"status-codes" help:"What the values of that subfield mean: confirmed, provisional, legacy, cancelled, suppressed or unreported, by value in any letter case."`
	OpenAccessField string            `key:"open-access-field" help:"Subfield that puts a record in the directory of open access resources. Empty: no record is in it."`
	OpenAccessCodes []string          `key:"open-access-codes" help:"Values of that subfield that do so. A final * stands for any ending."`
}

// OAI describes the register to those who harvest it by OAI-PMH.
type OAI struct {
	Identifier    string        `key:"identifier" help:"Domain name in the identifiers of items, oai:NAME:ISSN."`
	AdminEmail    []string      `key:"admin-email" help:"Whom harvesters write to when something is wrong."`
	Records       int           `key:"records" help:"Records of one page of ListRecords."`
	Identifiers   int           `key:"identifiers" help:"Headers of one page of ListIdentifiers."`
	TokenLifetime time.Duration `key:"token-lifetime" help:"How long a list can be gone on with."`
	Friends       []string      `key:"friends" help:"Base URLs of other repositories that harvesters may want to know."`
	Icon          string        `key:"icon" help:"URL of a picture that stands for the register. Empty: none."`
}

// Default is the configuration of a server that nobody has configured.
func Default() Config {
	rules := register.DefaultRules()
	codes := make(map[string]string, len(rules.StatusCodes))
	for value, s := range rules.StatusCodes {
		codes[value] = s.String()
	}
	return Config{
		Data:   "data",
		Listen: "127.0.0.1:8080",
		Base:   "http://issn.org/",
		Title:  "ISSN Register",
		Examples: []string{
			"0028-0836", "1476-4687", "0395-2037", "1932-6203",
			"1000-3290", "0042-1294", "0036-8075", "0013-0613",
		},
		Licence: Licence{
			URL:  "https://creativecommons.org/licenses/by-nc-sa/4.0/",
			Name: "CC BY-NC-SA 4.0",
		},
		RDF: RDF{Licence: true},
		Server: Server{
			Search:          true,
			ReadTimeout:     10 * time.Second,
			WriteTimeout:    time.Minute,
			IdleTimeout:     2 * time.Minute,
			ShutdownTimeout: 10 * time.Second,
			MaxConnections:  4096,
			MaxHeader:       32 << 10,
			MaxIndexLag:     5 * time.Minute,
			MaxURL:          16 << 10,
			TrustedProxies:  []string{"127.0.0.0/8", "::1"},
		},
		Limits: Limits{
			On:     true,
			Public: rates(1),
			Key:    rates(4),
			Places: Places{Convert: 4, Search: 16, Deep: 8, Facet: 8, Harvest: 8, Sitemap: 4, Download: 256},
			Wait:   2 * time.Second,
			Time:   20 * time.Second,
		},
		Cache: Cache{Size: 64 << 20},
		Log:   Log{Level: "info", Format: "text"},
		Register: Register{
			StatusField:     rules.Status.String(),
			StatusCodes:     codes,
			OpenAccessField: rules.OpenAccess.String(),
			OpenAccessCodes: rules.OpenAccessCodes,
		},
		OAI: OAI{
			Identifier:    "issn.org",
			AdminEmail:    []string{"postmaster@issn.org"},
			Records:       100,
			Identifiers:   1000,
			TokenLifetime: 48 * time.Hour,
		},
	}
}

// rates is so many times what a client without a key may ask for. A person, a
// resolver of a library and a harvester with one connection meet none of it.
func rates(times int) Rates {
	second := func(count, burst int) limit.Rate {
		return limit.Rate{Count: times * count, Per: time.Second, Burst: times * burst}
	}
	return Rates{
		Record: second(100, 2000), Convert: second(10, 200), Search: second(10, 200), Deep: second(5, 100), Facet: second(5, 100),
		Harvest: second(1000, 5000), Sitemap: second(1, 100), Download: second(2, 200),
	}
}
