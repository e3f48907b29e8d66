package soak

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"issnd/bench/generate"
)

// Greedy is a client that asks for records and searches, or for searches only, as
// fast as it can.
type Greedy struct {
	Address     string // host and port of the server
	From        string // its own address
	Register    *generate.Generator
	Connections int
	Searches    bool   // and no records
	Seed        uint64 // of what it asks for
}

// Run asks until the context ends and counts the answers by status; 0 is none.
func (g *Greedy) Run(ctx context.Context) map[int]int {
	client := From(g.From)
	statuses := map[int]int{}
	var lock sync.Mutex
	var all sync.WaitGroup
	for c := range g.Connections {
		all.Go(func() {
			d := newDrawing(g.Register, g.Seed, uint64(c))
			for ctx.Err() == nil {
				r := d.search()
				if !g.Searches && d.IntN(2) == 0 {
					r = d.record()
				}
				status, err := Status(ctx, client, "http://"+g.Address+r.path)
				if ctx.Err() != nil {
					return
				}
				if err != nil {
					status = 0
				}
				lock.Lock()
				statuses[status]++
				lock.Unlock()
			}
		})
	}
	all.Wait()
	return statuses
}

// From is a client with an address of its own on this machine.
func From(address string) *http.Client {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}, Timeout: time.Minute}
	c := newClient(100)
	c.Transport.(*http.Transport).DialContext = dialer.DialContext
	return c
}

// Status asks for an address, reads the answer to its end and gives its status.
func Status(ctx context.Context, client *http.Client, url string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, err
}
