package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"

	"issnd/account"
	"issnd/config"
	"issnd/crawler"
	"issnd/crosswalk"
	"issnd/dump"
	"issnd/format"
	"issnd/issn"
	"issnd/metrics"
	"issnd/oaipmh"
	"issnd/portal"
	"issnd/register"
	"issnd/search"
	"issnd/server"
	"issnd/sru"
	"issnd/vocab"
)

func newServe(p *program) *cobra.Command {
	var load config.Loader
	cmd := &cobra.Command{
		Use:   "serve --data DIR [--listen HOST:PORT] [--keys FILE]",
		Short: "Serve the register over HTTP",
		Long: `Serve answers requests for the resources of the register, /resource/ISSN/… and
/resource/ISSN-L/…, in every format, and has pages for people, who search at
/search. Programs search by SRU at /sru, and harvesters find an OAI-PMH 2.0 data
provider at /oai.

The public sees the released data elements. Those who send an API key of the
file of keys, as "Authorization: Bearer KEY" or "X-API-Key: KEY", see as much as
the key opens.

It ends at an interrupt, after the requests in progress, and at a second one at
once.`,
		Example: `  issnd serve --data data
  issnd serve --data data --listen :8080 --keys keys.toml --public-url https://portal.example.org/`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := load.Load(p.environ)
			if err != nil {
				return err
			}
			return p.serve(c.Context(), &cfg)
		},
	}
	load.Bind(cmd.Flags())
	return cmd
}

func (p *program) serve(ctx context.Context, cfg *config.Config) (err error) {
	log, err := p.logger(&cfg.Log)
	if err != nil {
		return err
	}
	limitMemory(cfg) // before an index is built, which lifts the limit for a while
	s, writable, err := openServed(cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	index, err := newIndexing(cfg, s, log)
	if err != nil {
		return err
	}
	if !writable || !cfg.Server.Search {
		index.late.Why = "This server keeps no search index"
		index.off = true
	}
	life := context.WithoutCancel(ctx) // of what requests need, which ends after them
	if writable {
		stop := p.work(life, cfg, s, index, log)
		defer stop()
	}
	reg := register.New(s)
	finder := search.NewService(index.table, &index.late, reg, search.DefaultLimits())
	pages, err := newPortal(cfg, reg, finder)
	if err != nil {
		return err
	}
	oai, err := newOAI(cfg, reg, pages)
	if err != nil {
		return err
	}
	sruService, err := newSRU(cfg, finder, pages)
	if err != nil {
		return err
	}
	dumps, err := newDumps(cfg, pages)
	if err != nil {
		return err
	}
	viewer, err := viewers(cfg.Keys)
	if err != nil {
		return err
	}
	stats, err := s.Stats(ctx)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return err
	}
	log.Info("serving", "url", "http://"+listener.Addr().String()+"/", "records", stats.Records, "store", stats.ID)
	o, err := serverOptions(cfg, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	o.Ready = readiness(ctx, cfg, s, index)
	o.Limits, o.Refusals = newLimits(&cfg.Limits, viewer), refusals(pages, sruService)
	if cfg.Admin.Listen != "" {
		o.Metrics = p.metrics(life, cfg, s, index, pages)
	}
	stop, err := admin(life, cfg.Admin.Listen, o.Metrics, o.Ready, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer stop()
	ending := server.Drained(ctx, cfg.Server.DrainDelay)
	return server.Serve(ending, listener, server.New(o,
		portal.Routes(pages, viewer, samples(life, reg, cfg.Examples)),
		sru.Routes(sruService, sru.ViewerOf(viewer)),
		oaipmh.Routes(oai, oaipmh.ViewerOf(viewer), ending.Done()),
		dump.Routes(dumps, dump.ViewerOf(viewer), cfg.Server.WriteTimeout),
		crawler.Routes(newCrawler(cfg, reg, pages)),
	), o)
}

// metrics are those of a server.
func (p *program) metrics(ctx context.Context, cfg *config.Config, s register.Store, x *indexing, pages *portal.Service) *metrics.Metrics {
	m := metrics.New(version())
	m.Read(storeFigures, readStore(ctx, s, storePath(cfg), &p.copied))
	if !x.off {
		m.Read(indexFigures, readIndex(ctx, s, x))
	}
	m.Read(cacheFigures, readCache(pages))
	return m
}

// limitMemory makes the collector work harder near a limit that the cache, the
// orders of the index and a busy server fit under.
func limitMemory(cfg *config.Config) {
	const besidesCache = 384 << 20
	debug.SetMemoryLimit(int64(cfg.Cache.Size) + besidesCache)
}

func serverOptions(cfg *config.Config, log *slog.Logger) (server.Options, error) {
	proxies, err := cfg.Server.Proxies()
	return server.Options{
		ReadTimeout: cfg.Server.ReadTimeout, WriteTimeout: cfg.Server.WriteTimeout,
		IdleTimeout: cfg.Server.IdleTimeout, ShutdownTimeout: cfg.Server.ShutdownTimeout,
		MaxHeader: int(cfg.Server.MaxHeader), MaxURL: int(cfg.Server.MaxURL), Plain: []string{portal.ResourcePath, sru.Path},
		Proxies: proxies, AccessLog: cfg.Log.Access, Log: log,
	}, err
}

// crosswalkOptions is what the crosswalks take from the configuration.
func crosswalkOptions(cfg *config.Config) crosswalk.Options {
	return crosswalk.Options{
		Base: cfg.Base, PublicURL: cfg.PublicURL,
		License: cfg.Licence.URL, LicenseName: cfg.Licence.Name,
		OpenAccess: cfg.RDF.OpenAccess,
	}
}

// formats is the table of formats as configured: without rdf.licence the graphs
// are the pure application profile.
func formats(cfg *config.Config) ([]*format.Format, error) {
	o := crosswalkOptions(cfg)
	if !cfg.RDF.Licence {
		o.License = ""
	}
	return format.Default(o)
}

func newPortal(cfg *config.Config, reg *register.Register, finder *search.Service) (*portal.Service, error) {
	formats, err := formats(cfg)
	if err != nil {
		return nil, err
	}
	voc, err := vocab.Load(cfg.Base)
	if err != nil {
		return nil, err
	}
	program, err := build()
	if err != nil {
		return nil, err
	}
	return portal.New(portal.Config{
		Title: cfg.Title, Crosswalk: crosswalkOptions(cfg), SeeOther: cfg.Server.SeeOther,
		CacheSize: uint64(cfg.Cache.Size), Build: program, Search: finder,
	}, reg, voc, formats...)
}

// build identifies the program in entity tags by a hash of its file, so that a
// new version of a rendition is a new representation.
func build() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:4]), nil
}

// viewers tells who makes a request by the API key that it carries.
func viewers(file string) (portal.ViewerOf, error) {
	var keys account.Keys
	if file != "" {
		loaded, err := account.Load(file)
		if err != nil {
			return nil, err
		}
		keys = *loaded
	}
	return func(h http.Header) (register.Viewer, error) {
		key, ok := portal.APIKey(h)
		if !ok {
			return register.Viewer{}, nil
		}
		v, ok := keys.Viewer(key)
		if !ok {
			return register.Viewer{}, errUnknownKey
		}
		return v, nil
	}, nil
}

var errUnknownKey = errors.New("unknown API key")

// samples finds the records that the start page shows.
func samples(ctx context.Context, reg *register.Register, examples []string) func(*portal.Request) []portal.Sample {
	return func(*portal.Request) []portal.Sample {
		var out []portal.Sample
		for _, s := range examples {
			id, err := issn.Parse(s)
			if err != nil {
				continue
			}
			v, err := reg.Get(ctx, register.Viewer{}, id)
			if err != nil || v.Minimum() {
				continue
			}
			out = append(out, portal.Sample{
				ISSN: id.String(), Title: crosswalk.Title(v), Href: fmt.Sprintf("/resource/ISSN/%s", id),
			})
		}
		return out
	}
}
