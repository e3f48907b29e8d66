package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"issnd/register"
)

// Validate names everything in c that the program cannot work with, each with
// its key, as one error that holds a line for each.
func (c *Config) Validate() error {
	var list []error
	check := func(key string, err error) {
		if err != nil {
			list = append(list, fmt.Errorf("%s: %w", key, err))
		}
	}
	if c.Data == "" {
		check("data", errors.New("must name a directory"))
	}
	_, _, err := net.SplitHostPort(c.Listen)
	check("listen", err)
	if (c.TLS.Cert == "") != (c.TLS.Key == "") {
		check("tls", errors.New("cert and key go together"))
	}
	check("tls.hsts", notNegative(c.TLS.HSTS))
	if c.TLS.HSTS%time.Second != 0 {
		check("tls.hsts", errors.New("must be whole seconds"))
	}
	if c.Admin.Listen != "" {
		check("admin.listen", c.Admin.validate())
	}
	if c.PublicURL != "" {
		check("public-url", absolute(c.PublicURL))
	}
	if err := absolute(c.Base); err != nil || !strings.HasSuffix(c.Base, "/") {
		check("base", fmt.Errorf("%q is not an absolute http or https IRI that ends in a slash", c.Base))
	}
	if c.Licence.URL != "" {
		check("licence.url", absolute(c.Licence.URL))
	}
	if c.Server.MaxHeader < 4<<10 {
		check("server.max-header", errors.New("must be at least 4KiB"))
	}
	c.Server.validate(check)
	c.Limits.validate(check)
	_, err = c.Log.SlogLevel()
	check("log.level", err)
	if c.Log.Format != "text" && c.Log.Format != "json" {
		check("log.format", fmt.Errorf("%q is not text or json", c.Log.Format))
	}
	c.OAI.validate(check)
	_, err = c.Rules()
	return errors.Join(append(list, err)...)
}

func (s *Server) validate(check func(key string, err error)) {
	for key, d := range map[string]time.Duration{
		"read-timeout": s.ReadTimeout, "write-timeout": s.WriteTimeout, "idle-timeout": s.IdleTimeout,
		"drain-delay": s.DrainDelay, "shutdown-timeout": s.ShutdownTimeout, "max-index-lag": s.MaxIndexLag,
	} {
		check("server."+key, notNegative(d))
	}
	if s.MaxConnections < 0 {
		check("server.max-connections", errors.New("must not be negative"))
	}
	_, err := s.Proxies()
	check("server.trusted-proxies", err)
}

func (l *Limits) validate(check func(key string, err error)) {
	p := &l.Places
	for key, n := range map[string]int{
		"convert": p.Convert, "search": p.Search, "deep": p.Deep, "facet": p.Facet, "harvest": p.Harvest,
		"sitemap": p.Sitemap, "download": p.Download,
	} {
		if n < 0 {
			check("limits.places."+key, errors.New("must not be negative"))
		}
	}
	check("limits.wait", notNegative(l.Wait))
	check("limits.time", notNegative(l.Time))
}

// Proxies are the networks of the proxies that are believed.
func (s *Server) Proxies() ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, text := range s.TrustedProxies {
		p, err := parseNetwork(text)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// parseNetwork reads an address or a network. IPv4 in its form as IPv6 is IPv4, as
// the addresses of clients are compared.
func parseNetwork(text string) (netip.Prefix, error) {
	const mapped = 96 // bits before the address of IPv4 (RFC 4291 §2.5.5.2)
	p, err := netip.ParsePrefix(text)
	if a, errOne := netip.ParseAddr(text); errOne == nil {
		a = a.Unmap()
		p, err = netip.PrefixFrom(a, a.BitLen()), nil
	}
	switch {
	case err != nil:
		return p, fmt.Errorf("%q is not an address such as 192.0.2.1 or a network such as 192.0.2.0/24", text)
	case p.Addr().Is4In6() && p.Bits() < mapped:
		return p, fmt.Errorf("%q is more than the addresses of IPv4: write 0.0.0.0/0 for all of these", text)
	case p.Addr().Is4In6():
		p = netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-mapped)
	}
	return p.Masked(), nil
}

func (o *OAI) validate(check func(key string, err error)) {
	if len(o.AdminEmail) == 0 {
		check("oai.admin-email", errors.New("must name somebody"))
	}
	for _, a := range o.AdminEmail {
		if name, host, _ := strings.Cut(a, "@"); name == "" || !strings.Contains(strings.Trim(host, "."), ".") || strings.ContainsAny(a, " \t\r\n") {
			check("oai.admin-email", fmt.Errorf("%q is not an e-mail address", a))
		}
	}
	if o.Records < 1 || o.Records > 1000 {
		check("oai.records", errors.New("must be between 1 and 1000"))
	}
	if o.Identifiers < 1 || o.Identifiers > 10000 {
		check("oai.identifiers", errors.New("must be between 1 and 10000"))
	}
	if o.TokenLifetime <= 0 {
		check("oai.token-lifetime", errors.New("must be longer than nothing"))
	}
	for _, f := range o.Friends {
		check("oai.friends", absolute(f))
	}
	if o.Icon != "" {
		check("oai.icon", absolute(o.Icon))
	}
}

// validate refuses an address that other machines reach, unless it is meant.
func (a *Admin) validate() error {
	host, _, err := net.SplitHostPort(a.Listen)
	if err != nil || a.Remote || host == "localhost" || net.ParseIP(host).IsLoopback() {
		return err
	}
	return fmt.Errorf("%q can be reached from other machines; set admin.remote if they may read and do everything there", a.Listen)
}

func notNegative(d time.Duration) error {
	if d < 0 {
		return errors.New("must not be less than nothing")
	}
	return nil
}

func absolute(s string) error {
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsFunc(s, special) {
		return fmt.Errorf("%q is not an absolute http or https URL without a query", s)
	}
	return nil
}

// SlogLevel is the level as log/slog knows it.
func (l *Log) SlogLevel() (slog.Level, error) {
	switch l.Level {
	case "debug":
		return slog.LevelDebug, nil
	case "info":
		return slog.LevelInfo, nil
	case "warn":
		return slog.LevelWarn, nil
	case "error":
		return slog.LevelError, nil
	}
	return 0, fmt.Errorf("%q is not debug, info, warn or error", l.Level)
}

// Rules is the part of the configuration that says how records are read.
func (c *Config) Rules() (register.Rules, error) {
	r, ru := &c.Register, register.Rules{StatusCodes: map[string]register.Status{}}
	var errs [2]error
	ru.Status, errs[0] = register.ParseSubfield(r.StatusField)
	ru.OpenAccess, errs[1] = register.ParseSubfield(r.OpenAccessField)
	if err := errors.Join(errs[:]...); err != nil {
		return register.Rules{}, fmt.Errorf("register: %w", err)
	}
	for code, name := range r.StatusCodes {
		s, ok := register.ParseStatus(name)
		if !ok {
			return register.Rules{}, fmt.Errorf("register.status-codes: %q is not a record kind", name)
		}
		ru.StatusCodes[strings.ToLower(code)] = s
	}
	ru.OpenAccessCodes = r.OpenAccessCodes
	return ru, nil
}

// special reports whether a character may not stand in an IRI (RFC 3987 §2.2).
func special(r rune) bool { return r <= ' ' || r == 0x7F || strings.ContainsRune("<>\"{}|\\^`", r) }
