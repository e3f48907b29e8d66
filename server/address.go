package server

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the machines that are believed what they say of others. They may
// be other ones with each request.
type Proxies func() []netip.Prefix

// client is the address that a request comes from. Where that is a proxy it is
// the last one in X-Forwarded-For that is none: what stands before it is said
// by somebody who is not believed. An address that cannot be read ends the
// list. The zero address is that of a connection without one.
func (p Proxies) client(r *http.Request) netip.Addr {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	at := from.Addr().Unmap().WithZone("")
	if err != nil || !p.trusts(at) {
		return at
	}
	fields := r.Header["X-Forwarded-For"]
	for _, field := range slices.Backward(fields) {
		for field != "" {
			i := strings.LastIndexByte(field, ',')
			before, ok := parseForwarded(field[i+1:])
			if !ok {
				return at
			}
			if at = before; !p.trusts(at) {
				return at
			}
			field = field[:max(i, 0)]
		}
	}
	return at
}

// parseForwarded reads one address of X-Forwarded-For, with which some proxies
// say the port.
func parseForwarded(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if a, err := netip.ParseAddr(s); err == nil {
		return a.Unmap().WithZone(""), true
	}
	if a, err := netip.ParseAddrPort(s); err == nil {
		return a.Addr().Unmap().WithZone(""), true
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	return a.Unmap().WithZone(""), err == nil
}

func (p Proxies) trusts(a netip.Addr) bool {
	if p == nil {
		return false
	}
	for _, prefix := range p() {
		if prefix.Contains(a) {
			return true
		}
	}
	return false
}

// name is the client's address for the log.
func (p Proxies) name(r *http.Request) string {
	if a := p.client(r); a.IsValid() {
		return a.String()
	}
	return r.RemoteAddr
}
