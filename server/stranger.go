package server

import (
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
)

// mostStrangers is how many addresses are warned of. Anybody can send the field.
const mostStrangers = 32

// strangers are addresses that say for whom they ask, are not believed, and have
// met a limit. Behind each there may be a proxy that the operator has forgotten
// to name, so that all its clients are one.
type strangers struct {
	mu   sync.Mutex
	seen map[netip.Addr]bool
}

// warn tells of the address that a request comes from, once, if it is one.
func (s *strangers) warn(log *slog.Logger, p Proxies, r *http.Request) {
	if r.Header["X-Forwarded-For"] == nil {
		return
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	at := from.Addr().Unmap().WithZone("")
	if err != nil || p.trusts(at) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.seen[at] || len(s.seen) >= mostStrangers {
		return
	}
	if s.seen == nil {
		s.seen = map[netip.Addr]bool{}
	}
	s.seen[at] = true
	log.Warn("an address that asks for others is limited as one client: if it is your proxy, name it in server.trusted-proxies", "address", at.String())
}
