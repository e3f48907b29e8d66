package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"issnd/account"
	"issnd/config"
	"issnd/limit"
	"issnd/portal"
	"issnd/register"
	"issnd/server"
)

// settings are what a server takes over while it runs, from its configuration, its
// keys and its certificate. All of it changes together, or nothing does.
type settings struct {
	read    func() (config.Config, error)
	log     *slog.Logger
	started *config.Config // whose options count that are not live

	level       slog.LevelVar
	config      atomic.Pointer[config.Config]
	keys        atomic.Pointer[account.Keys]
	proxies     atomic.Pointer[[]netip.Prefix]
	certificate *server.Certificate // nil without HTTPS
	fault       string              // why a certificate was last not taken over by renew; "" if it was
	limiter     *limit.Limiter
}

// newSettings reads the configuration and what it names.
func newSettings(p *program, read func() (config.Config, error)) (*settings, error) {
	cfg, err := read()
	if err != nil {
		return nil, err
	}
	l := &settings{read: read, started: &cfg, limiter: newLimiter(&cfg.Limits)}
	l.log = slog.New(logHandler(p.stderr, cfg.Log.Format, &l.level))
	if cfg.TLS.Cert != "" {
		if l.certificate, err = server.LoadCertificate(cfg.TLS.Cert, cfg.TLS.Key); err != nil {
			return nil, err
		}
	}
	use, err := l.prepare(&cfg)
	if err != nil {
		return nil, err
	}
	use()
	return l, nil
}

// viewer tells who makes a request by the API key that it carries.
func (l *settings) viewer(h http.Header) (register.Viewer, error) {
	key, ok := portal.APIKey(h)
	if !ok {
		return register.Viewer{}, nil
	}
	v, ok := l.keys.Load().Viewer(key)
	if !ok {
		return register.Viewer{}, errUnknownKey
	}
	return v, nil
}

var errUnknownKey = errors.New("unknown API key")

// trusted are the proxies that are believed.
func (l *settings) trusted() []netip.Prefix { return *l.proxies.Load() }

// prepare reads what a configuration names. The function puts it to use.
func (l *settings) prepare(cfg *config.Config) (use func(), err error) {
	level, err := cfg.Log.SlogLevel()
	if err != nil {
		return nil, err
	}
	proxies, err := cfg.Server.Proxies()
	if err != nil {
		return nil, err
	}
	keys := new(account.Keys)
	if cfg.Keys != "" {
		if keys, err = account.Load(cfg.Keys); err != nil {
			return nil, err
		}
	}
	return func() {
		l.level.Set(level)
		l.keys.Store(keys)
		l.proxies.Store(&proxies)
		l.config.Store(cfg)
		l.limiter.Set(allowed(&cfg.Limits))
	}, nil
}

// reload reads everything anew, and takes over what can be. Where something is
// wrong all stays as it is.
func (l *settings) reload() {
	cfg, err := l.read()
	if err != nil {
		l.log.Error("the configuration stays as it was", "error", err)
		return
	}
	old := l.config.Load()
	use, err := l.prepare(&cfg)
	useCertificate := func() {}
	if err == nil && l.certificate != nil {
		useCertificate, err = l.certificate.Read()
	}
	if err != nil {
		l.log.Error("the configuration stays as it was", "error", err)
		return
	}
	use()
	useCertificate()
	changed := []string{}
	for _, o := range cfg.Changes(old) {
		if o.Live {
			changed = append(changed, o.Key)
		}
	}
	for _, o := range cfg.Changes(l.started) {
		if !o.Live {
			l.log.Warn("an option has changed that needs a restart", "key", o.Key)
		}
	}
	l.log.Info("configuration, keys and certificate read anew", "changed", changed)
}

// renewal is how often the files of the certificate are looked at.
const renewal = 10 * time.Second

// hangUps tells of each SIGHUP, which no longer ends the process, until the
// returned function is called.
func hangUps() (told chan os.Signal, stop func()) {
	told = make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGHUP)
	return told, func() { signal.Stop(told) }
}

// run reloads each time that it is told to, and the certificate when its files
// have changed, until the context ends.
func (l *settings) run(ctx context.Context, told <-chan os.Signal) {
	tick := time.NewTicker(renewal)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-told:
			l.reload()
		case <-tick.C:
			l.renew()
		}
	}
}

// renew takes over a certificate that has changed. Files of which only one has
// been replaced yet do not fit, and are read again each time. Why they cannot be
// used is said once.
func (l *settings) renew() {
	if l.certificate == nil {
		return
	}
	if !l.certificate.Changed() {
		l.fault = ""
		return
	}
	use, err := l.certificate.Read()
	if err != nil {
		if err.Error() != l.fault {
			l.log.Warn("the certificate stays as it was", "error", err)
		}
		l.fault = err.Error()
		return
	}
	use()
	l.fault = ""
	l.log.Info("the certificate has changed", "expires", l.certificate.Expires())
}
