package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"issnd/config"
	"issnd/crawler"
	"issnd/crosswalk"
	"issnd/dump"
	"issnd/format"
	"issnd/internal/turns"
	"issnd/issn"
	"issnd/oaipmh"
	"issnd/portal"
	"issnd/register"
	"issnd/search"
	"issnd/server"
	"issnd/sru"
	"issnd/store"
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
			l, err := newSettings(p, func() (config.Config, error) { return load.Load(p.environ) })
			if err != nil {
				return err
			}
			return p.serve(c.Context(), l)
		},
	}
	load.Bind(cmd.Flags())
	return cmd
}

// serve opens the store, has what goes on beside serving go on, and answers
// requests until the context ends.
func (p *program) serve(ctx context.Context, l *settings) (err error) {
	cfg := l.config.Load()
	debug.SetMemoryLimit(usualMemory(cfg)) // before an index is built, which moves the limit for a while
	defer runtime.KeepAlive(headroom())
	defer p.spareThreads()()
	if err := turns.TryLast(); err != nil {
		l.log.Warn("searches and the making of the index do not come after records", "error", err)
	}
	told, stopTelling := hangUps() // before the store is brought up to date, which may take minutes
	defer stopTelling()
	s, writable, err := openServed(cfg, l.log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	index, err := newIndexing(cfg, s, l.log)
	if err != nil {
		return err
	}
	if !writable || !cfg.Server.Search {
		index.late.Why = "This server keeps no search index"
		index.off = true
	}
	life, end := context.WithCancel(context.WithoutCancel(ctx)) // of what requests need, which ends after them
	defer end()
	if writable {
		stop := p.work(life, cfg, s, index, l.log)
		defer stop()
	}
	go l.run(life, told)
	services, err := newServices(cfg, s, index)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return err
	}
	return p.answer(ctx, life, listener, services, l)
}

// services are the protocols and what they share.
type services struct {
	store    *store.Store
	index    *indexing
	register *register.Register
	pages    *portal.Service
	oai      *oaipmh.Service
	sru      *sru.Service
	dumps    *dump.Service
}

func newServices(cfg *config.Config, s *store.Store, index *indexing) (*services, error) {
	out := &services{store: s, index: index, register: register.New(s)}
	finder := search.NewService(index.table, &index.late, out.register, search.DefaultLimits())
	var err error
	if out.pages, err = newPortal(cfg, out.register, finder); err != nil {
		return nil, err
	}
	if out.oai, err = newOAI(cfg, out.register, out.pages); err != nil {
		return nil, err
	}
	if out.sru, err = newSRU(cfg, finder, out.pages); err != nil {
		return nil, err
	}
	if out.dumps, err = newDumps(cfg, out.pages); err != nil {
		return nil, err
	}
	return out, nil
}

// answer answers requests until ctx ends and those in progress have. What they
// need lives as long as life.
func (p *program) answer(ctx, life context.Context, listener net.Listener, s *services, l *settings) error {
	cfg, viewer := l.config.Load(), l.viewer
	o := serverOptions(l)
	o.Ready = readiness(ctx, l.config.Load, s.store, s.index)
	o.Limits, o.Refusals, o.Connections = l.limits(), refusals(s.pages, s.sru), l.connections()
	if cfg.Admin.Listen != "" {
		o.Metrics = p.metrics(life, s, l)
		o.Metrics.Read(connectionFigures, readConnections(o.Connections))
	}
	stop, err := admin(life, cfg.Admin.Listen, o.Metrics, o.Ready, l.log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer stop()
	stats, err := s.store.Stats(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	scheme := "http://"
	if o.Certificate != nil {
		scheme = "https://"
	}
	l.log.Info("serving", "url", scheme+listener.Addr().String()+"/", "records", stats.Records, "store", stats.ID)
	shown := samples(life, s.register, cfg.Examples)
	ending := server.Drained(ctx, func() time.Duration { return l.config.Load().Server.DrainDelay })
	return server.Serve(ending, listener, server.New(o,
		portal.Routes(s.pages, viewer, func(*portal.Request) []portal.Sample { return slices.Collect(shown) }),
		sru.Routes(s.sru, viewer),
		oaipmh.Routes(s.oai, viewer, ending.Done()),
		dump.Routes(s.dumps, viewer, cfg.Server.WriteTimeout),
		crawler.Routes(newCrawler(cfg, s.register, s.pages, shown)),
	), o)
}

func serverOptions(l *settings) server.Options {
	cfg := l.config.Load()
	return server.Options{
		ReadTimeout: cfg.Server.ReadTimeout, WriteTimeout: cfg.Server.WriteTimeout,
		IdleTimeout: cfg.Server.IdleTimeout, ShutdownTimeout: cfg.Server.ShutdownTimeout,
		MaxHeader: int(cfg.Server.MaxHeader), MaxURL: int(cfg.Server.MaxURL), Plain: []string{portal.ResourcePath, sru.Path},
		Proxies: l.trusted, AccessLog: func() bool { return l.config.Load().Log.Access },
		Certificate: l.certificate, Strict: func() time.Duration { return l.config.Load().TLS.HSTS }, Log: l.log,
	}
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
		CacheSize: uint64(cfg.Cache.Size) / 2, Build: program, Search: finder,
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

// samples finds those of the examples that are there now.
func samples(ctx context.Context, reg *register.Register, examples []string) iter.Seq[portal.Sample] {
	return func(yield func(portal.Sample) bool) {
		for _, s := range examples {
			id, err := issn.Parse(s)
			if err != nil {
				continue
			}
			v, err := reg.Get(ctx, register.Viewer{}, id)
			if err != nil || v.Minimum() {
				continue
			}
			if !yield(portal.Sample{ISSN: id.String(), Title: crosswalk.Title(v), Href: fmt.Sprintf("/resource/ISSN/%s", id)}) {
				return
			}
		}
	}
}
