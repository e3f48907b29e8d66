package soak

import (
	"math/rand/v2"
	"net/http"

	"issnd/bench/generate"
	"issnd/issn"
)

// request is one request of the load.
type request struct {
	kind   *kind
	method string
	path   string // with its query
	header http.Header
	id     issn.ISSN // of the record that is asked for, if one is
	raw    string    // sent as it is, instead of the rest
}

// kind is a kind of request.
type kind struct {
	name  string
	share int // of 10,000
	draw  func(*drawing) request
	send  func(*load, *request) (*answer, error)
	want  []int // statuses that may come; 0 stands for none
}

// kinds is the mix: what bots do to a register, most of it records in any
// format, and what the few do that mean harm or cannot do better.
var kinds = []kind{
	{"record", 4100, (*drawing).record, plain, records},
	{"record, conditional", 1700, (*drawing).conditional, plain, append([]int{304}, records...)},
	{"record, converted", 50, (*drawing).converted, plain, records},
	{"ISSN-L", 100, (*drawing).linking, plain, append([]int{406}, records...)}, // there are fewer formats
	{"linkset", 50, (*drawing).linkset, plain, records},
	{"search page with facets", 700, (*drawing).search, plain, ok},
	{"deep search page", 250, (*drawing).deepSearch, plain, ok},
	{"SRU", 900, (*drawing).sru, plain, ok},
	{"SRU, deep", 150, (*drawing).deepSRU, plain, ok},
	{"SRU scan", 100, (*drawing).scan, plain, ok},
	{"suggest", 500, (*drawing).suggest, plain, ok},
	{"document", 270, (*drawing).document, plain, ok},
	{"sitemap", 20, (*drawing).sitemap, plain, []int{200, 404}},   // there may be none of a part of the log
	{"robots.txt", 10, (*drawing).robots, plain, []int{200, 404}}, // nobody has to have one
	{"wrong check character", 400, (*drawing).misprinted, plain, []int{400}},
	{"unknown ISSN", 200, (*drawing).unknown, plain, []int{404}},
	{"wrong method", 150, (*drawing).method, plain, []int{405, 501}},
	{"unknown key", 150, (*drawing).badKey, plain, []int{401}},
	{"malformed request", 130, (*drawing).malformed, malformed, []int{0, 400, 404, 414, 431, 501, 505}},
	{"aborted", 50, (*drawing).heavy, aborted, []int{0}},
	{"slow to send", 10, (*drawing).record, trickled, append([]int{408}, records...)},
	{"slow to read", 10, (*drawing).heavy, readSlowly, ok},
}

var (
	ok = []int{200}
	// A record may be one that the public does not see, or lead elsewhere.
	records = []int{200, 301, 302, 303, 304, 307, 308, 404, 410}
)

// drawing is where requests are drawn from. It belongs to one goroutine.
type drawing struct {
	*rand.Rand
	register *generate.Generator
	seen     []request // with the entity tags of their answers
	total    int       // of the shares
}

func newDrawing(g *generate.Generator, seed, stream uint64) *drawing {
	d := &drawing{Rand: rand.New(rand.NewPCG(seed, stream)), register: g}
	for i := range kinds {
		d.total += kinds[i].share
	}
	return d
}

// next is the next request of the mix.
func (d *drawing) next() request {
	i := 0
	for at := d.IntN(d.total); at >= kinds[i].share; i++ {
		at -= kinds[i].share
	}
	r := kinds[i].draw(d)
	r.kind = &kinds[i]
	return r
}

// mostSeen is how many answers one client remembers.
const mostSeen = 500

// remember keeps the entity tag of an answer for a conditional request.
func (d *drawing) remember(r *request, etag string) {
	again := request{method: r.method, path: r.path, header: r.header.Clone(), id: r.id}
	again.header.Set("If-None-Match", etag)
	if len(d.seen) < mostSeen {
		d.seen = append(d.seen, again)
	} else {
		d.seen[d.IntN(mostSeen)] = again
	}
}

// Kinds lists the names of the kinds of requests, the most frequent first.
func Kinds() (names []string) {
	for i := range kinds {
		names = append(names, kinds[i].name)
	}
	return names
}
