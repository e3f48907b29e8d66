package limit

import (
	"context"
	"fmt"
	"net/netip"
	"runtime"
	"sync"
	"testing"
	"time"
)

// hand is a clock that the test moves.
type hand struct{ now time.Duration }

func (h *hand) read() time.Duration { return h.now }

func newLimiter(h *hand, r Rate) *Limiter {
	var o Options
	for _, c := range Classes() {
		o.Public[c] = r
	}
	return New(o, h.read)
}

var tenBurst100 = Rate{Count: 10, Per: time.Second, Burst: 100}

// TestBudget: what a client may ask at once, how it grows again, and that a
// client that is refused loses nothing by asking.
func TestBudget(t *testing.T) {
	h := &hand{}
	l := newLimiter(h, tenBurst100)
	who := l.Address(netip.MustParseAddr("192.0.2.1"))
	take := func(n int) (allowed int) {
		for range n {
			if b := l.Take(who, Search); b.Allowed {
				allowed++
			}
		}
		return allowed
	}
	if got := take(150); got != 100 {
		t.Errorf("at once: %d, want 100", got)
	}
	b := l.Take(who, Search)
	if b.Allowed || b.Retry != 100*time.Millisecond || b.Left(Search) != `"search";r=0;t=10` {
		t.Errorf("used up: %+v %s", b, b.Left(Search))
	}
	h.now += b.Retry - 1
	if got := take(1); got != 0 {
		t.Error("allowed before the time that was told")
	}
	h.now++
	if got := take(2); got != 1 {
		t.Errorf("at the time that was told: %d, want 1", got)
	}
	h.now += 2 * time.Second
	if got := take(50); got != 20 {
		t.Errorf("two seconds later: %d, want 20", got)
	}
	h.now += time.Hour
	if got := take(150); got != 100 {
		t.Errorf("an hour later: %d, want 100", got)
	}
	if got := l.Take(who, Record); !got.Allowed {
		t.Error("one class uses the budget of another")
	}
	if got := l.Take(l.Address(netip.MustParseAddr("192.0.2.2")), Search); !got.Allowed {
		t.Error("one client uses the budget of another")
	}
	if n := l.Count(Search); n.Allowed != 222 || n.Limited != 50+1+1+1+30+50 {
		t.Errorf("counted %+v", n)
	}
}

func TestFields(t *testing.T) {
	h := &hand{now: time.Hour}
	l := newLimiter(h, tenBurst100)
	who := l.Account("Library") // whose rates are off
	if b := l.Take(who, Search); !b.Allowed || b.Policy(Search) != "" || b.Left(Search) != "" || b.Low() {
		t.Errorf("without a limit: %+v", b)
	}
	who = l.Address(netip.MustParseAddr("192.0.2.1"))
	var b Budget
	for range 80 {
		if b = l.Take(who, Facet); b.Low() {
			t.Fatalf("low with %s", b.Left(Facet))
		}
	}
	if got := b.Policy(Facet) + " " + b.Left(Facet); got != `"facet";q=100;w=10 "facet";r=20;t=8` {
		t.Error(got)
	}
	if b = l.Take(who, Facet); !b.Low() {
		t.Errorf("not low with %s", b.Left(Facet))
	}
	l.GiveBack(who, Facet, 0.75)
	l.GiveBack(who, Facet, 0.75)
	if b = l.Take(who, Facet); b.Left(Facet) != `"facet";r=19;t=9` {
		t.Errorf("after giving back: %s", b.Left(Facet))
	}
}

// TestClients: who is the same client, and who is another one.
func TestClients(t *testing.T) {
	l := New(Options{}, (&hand{}).read)
	at := func(s string) Client { return l.Address(netip.MustParseAddr(s)) }
	for _, tt := range []struct {
		name string
		a, b Client
		same bool
	}{
		{"an IPv4 address", at("192.0.2.1"), at("192.0.2.1"), true},
		{"neighbours in IPv4", at("192.0.2.1"), at("192.0.2.2"), false},
		{"IPv4 written as IPv6", at("192.0.2.1"), at("::ffff:192.0.2.1"), true},
		{"IPv4 written as IPv6, neighbours", at("::ffff:192.0.2.1"), at("::ffff:192.0.2.2"), false},
		{"one network of IPv6", at("2001:db8:0:1::1"), at("2001:db8:0:1:ffff::2"), true},
		{"two networks of IPv6", at("2001:db8:0:1::1"), at("2001:db8:0:2::1"), false},
		{"an account", l.Account("a"), l.Account("a"), true},
		{"two accounts", l.Account("a"), l.Account("b"), false},
	} {
		if same := tt.a == tt.b; same != tt.same {
			t.Errorf("%s: the same: %t", tt.name, same)
		}
	}
}

// TestManyClients: millions of addresses take no memory, and do not make the
// limiter forget those that have used up their budgets.
func TestManyClients(t *testing.T) {
	h := &hand{}
	l := newLimiter(h, tenBurst100)
	bot := l.Address(netip.MustParseAddr("192.0.2.1"))
	for range 100 {
		l.Take(bot, Search)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	refused := 0
	for i := range 1_000_000 {
		h.now += time.Microsecond
		a := netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i)})
		if b := l.Take(l.Address(a), Search); !b.Allowed {
			refused++
		}
		if i%1000 == 0 && l.Take(bot, Search).Allowed {
			refused-- // one in a tenth of a second is right
		}
	}
	runtime.ReadMemStats(&after)
	if grown := int64(after.TotalAlloc) - int64(before.TotalAlloc); grown > 64<<10 {
		t.Errorf("%d bytes for a million addresses", grown)
	}
	if refused != -10 && refused != -9 {
		t.Errorf("%d others refused, and the bot allowed, want about 10 times", -refused)
	}
}

// TestConcurrent: budgets are exact whatever comes at the same time.
func TestConcurrent(t *testing.T) {
	l := newLimiter(&hand{}, Rate{Count: 1, Per: time.Hour, Burst: 500})
	who := l.Address(netip.MustParseAddr("192.0.2.1"))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				l.Take(who, Deep)
			}
		})
	}
	wg.Wait()
	if n := l.Count(Deep); n.Allowed != 500 || n.Limited != 1100 {
		t.Errorf("%+v, want 500 allowed of 1600", n)
	}
}

func places(n int, wait time.Duration) *Limiter {
	return New(searchPlaces(n, wait), (&hand{}).read)
}

func searchPlaces(n int, wait time.Duration) Options {
	o := Options{Wait: wait}
	o.Places[Search] = n
	return o
}

// TestPlaces: no more in at the same time than there are places, no client with
// more than its share, and other classes untouched.
func TestPlaces(t *testing.T) {
	l := places(4, 0)
	ctx := context.Background()
	a, b, c := l.Account("a"), l.Account("b"), l.Account("c")
	for i, tt := range []struct {
		who  Client
		want bool
	}{{a, true}, {a, true}, {a, false}, {b, true}, {b, true}, {c, false}} {
		if got := l.Enter(ctx, tt.who, Search); got != tt.want {
			t.Errorf("request %d: in: %t", i, got)
		}
	}
	if !l.Enter(ctx, c, Record) {
		t.Error("a record waits for searches")
	}
	l.Leave(c, Record)
	l.Leave(a, Search)
	if !l.Enter(ctx, c, Search) {
		t.Error("no place where one was left")
	}
	if n := l.Count(Search).Shed; n != 2 {
		t.Errorf("%d shed, want 2", n)
	}
}

// queued is how many searches stand in the queue.
func (l *Limiter) queued() int {
	g := &l.gates[Search]
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.queue)
}

// TestQueue: who waits comes in as soon as there is a place, a client that has
// its share lets others go before, and the queue is short.
func TestQueue(t *testing.T) {
	l := places(2, time.Minute)
	ctx := t.Context()
	a, b := l.Account("a"), l.Account("b")
	l.Enter(ctx, a, Search)
	l.Enter(ctx, b, Search)
	in := make(chan string)
	wait := func(who Client, name string) {
		n := l.queued()
		go func() {
			if l.Enter(ctx, who, Search) {
				in <- name
			}
		}()
		for l.queued() == n {
			runtime.Gosched()
		}
	}
	for i := range 4 { // of eight
		wait(a, fmt.Sprint("a", i))
	}
	if l.Enter(ctx, a, Search) {
		t.Error("one client has the whole queue")
	}
	wait(b, "b0")
	l.Leave(b, Search)
	if got := <-in; got != "b0" {
		t.Errorf("%s came in, but a has its share", got)
	}
	l.Leave(a, Search)
	if got := <-in; got != "a0" {
		t.Errorf("%s came in, want the first of the queue", got)
	}
}

// TestGivenUp: a request whose client has gone stands in no queue.
func TestGivenUp(t *testing.T) {
	l := places(1, time.Minute)
	l.Enter(t.Context(), l.Account("a"), Search)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if l.Enter(ctx, l.Account("b"), Search) || len(l.gates[Search].queue) != 0 {
		t.Error("it still waits")
	}
}

// TestWaitEnds: a place that does not become free is not waited for longer.
func TestWaitEnds(t *testing.T) {
	l := places(1, 5*time.Millisecond)
	l.Enter(t.Context(), l.Account("a"), Search)
	if l.Enter(t.Context(), l.Account("b"), Search) {
		t.Error("in without a place")
	}
	l.Leave(l.Account("a"), Search)
	if !l.Enter(t.Context(), l.Account("b"), Search) || len(l.gates[Search].held) != 1 {
		t.Error("the place is lost")
	}
}

func BenchmarkTake(b *testing.B) {
	start := time.Now()
	var o Options
	o.Public[Record] = Rate{Count: 1_000_000, Per: time.Second, Burst: 1_000_000}
	l := New(o, func() time.Duration { return time.Since(start) })
	a := netip.MustParseAddr("192.0.2.1")
	r := Request{Method: "GET", Path: "/resource/ISSN/0317-8471.ttl"}
	b.ReportAllocs()
	for b.Loop() {
		who := l.Address(a)
		c := r.Class()
		if got := l.Take(who, c); !got.Allowed {
			l.GiveBack(who, c, 0.75)
		}
	}
}

// TestSetRates: other rates count from the next request on, and what a client
// has used up stays used up.
func TestSetRates(t *testing.T) {
	var o Options
	o.Public[Search] = Rate{Count: 1, Per: time.Second, Burst: 2}
	var h hand
	l := New(o, h.read)
	who := l.Address(netip.MustParseAddr("192.0.2.1"))
	taken := func(n int) (allowed int) {
		for range n {
			if l.Take(who, Search).Allowed {
				allowed++
			}
		}
		return allowed
	}
	if got := taken(5); got != 2 {
		t.Fatalf("%d allowed, want 2", got)
	}
	o.Public[Search] = Rate{Count: 1, Per: time.Second, Burst: 4}
	l.Set(o)
	if got := taken(5); got != 2 {
		t.Errorf("%d more allowed with a larger budget, want 2", got)
	}
	// The budget that is used up here takes ten hours to be full again.
	o.Public[Search] = Rate{Count: 1, Per: time.Hour, Burst: 10}
	l.Set(o)
	taken(10)
	o.Public[Search] = Rate{Count: 10, Per: time.Second, Burst: 10}
	l.Set(o)
	if got := taken(1); got != 0 {
		t.Error("the budget is full again at once")
	}
	h.now += 100 * time.Millisecond
	if got := taken(5); got != 1 {
		t.Errorf("%d allowed after a tenth of a second with ten a second, want 1", got)
	}
	l.Set(Options{})
	if got := taken(5); got != 5 {
		t.Errorf("%d allowed without a limit, want 5", got)
	}
}

// TestShare: how much of the places of a class one client has.
func TestShare(t *testing.T) {
	var o Options
	o.Places[Search], o.Places[Download] = 16, 256
	l := New(o, (&hand{}).read)
	for class, want := range map[Class]int{Search: 8, Download: 16} {
		got := 0
		for l.Enter(t.Context(), l.Account("a"), class) {
			got++
		}
		if got != want {
			t.Errorf("%s: %d places, want %d", class, got, want)
		}
		if !l.Enter(t.Context(), l.Account("b"), class) {
			t.Errorf("%s: there is none for another client", class)
		}
	}
}

// TestSetPlaces: with more places those that wait come in, with fewer nobody does
// before so many have left, and without a number everybody does.
func TestSetPlaces(t *testing.T) {
	l := places(2, time.Minute)
	clients := []Client{l.Account("a"), l.Account("b"), l.Account("c"), l.Account("d")}
	in := make(chan bool)
	wait := func(who Client) {
		n := l.queued()
		go func() { in <- l.Enter(t.Context(), who, Search) }()
		for l.queued() == n {
			runtime.Gosched()
		}
	}
	for _, who := range clients[:2] {
		l.Enter(t.Context(), who, Search)
	}
	wait(clients[2])
	l.Set(searchPlaces(3, time.Minute))
	if !<-in {
		t.Error("no place after there are more")
	}
	l.Set(searchPlaces(1, 0))
	for i, who := range clients[:3] {
		if l.Enter(t.Context(), clients[3], Search) {
			t.Errorf("in while %d have the only place", 3-i)
		}
		l.Leave(who, Search)
	}
	if !l.Enter(t.Context(), clients[3], Search) {
		t.Error("no place after all have left")
	}
	l.Set(searchPlaces(1, time.Minute))
	wait(clients[0])
	l.Set(searchPlaces(0, 0))
	if !<-in {
		t.Error("it still waits where there is any number of places")
	}
	for range 100 {
		if !l.Enter(t.Context(), clients[0], Search) {
			t.Fatal("refused where there is any number of places")
		}
	}
	for range 101 {
		l.Leave(clients[0], Search)
	}
	l.Leave(clients[3], Search)
	if g := &l.gates[Search]; g.taken != 0 || len(g.held) != 0 {
		t.Errorf("%d places are taken by %d clients after all have left", g.taken, len(g.held))
	}
}

// TestHold: the answers of all clients that wait have a bound, and those of one
// client its share, but for one answer alone.
func TestHold(t *testing.T) {
	l := New(Options{}, func() time.Duration { return 0 })
	const share = mostUntaken / shareUntaken
	client := func(n int) Client { return l.Account(fmt.Sprint(n)) }
	for _, s := range []struct {
		name   string
		client int
		bytes  int
		want   bool
	}{
		{"half of the share", 1, share / 2, true},
		{"the other half", 1, share - share/2, true},
		{"a byte more", 1, 1, false},
		{"one answer of more than a share", 2, 2 * share, true},
		{"a byte more", 2, 1, false},
		{"as much as the others leave", 3, mostUntaken - 3*share, true},
		{"a byte more than all may have", 4, 1, false},
	} {
		if got := l.Hold(client(s.client), Search, s.bytes); got != s.want {
			t.Errorf("client %d: %s: %v", s.client, s.name, got)
		}
	}
	if n := l.Count(Search).Shed; n != 3 {
		t.Errorf("%d are counted", n)
	}
	l.Release(client(2), 2*share)
	if !l.Hold(client(4), Search, share) || !l.Hold(client(2), Search, share) || l.Hold(client(5), Search, 1) {
		t.Error("what has been released is not what others may hold")
	}
	l.Release(client(1), share/2)
	l.Release(client(1), share-share/2)
	if n, bytes := len(l.untaken.held), l.Held(); n != 3 || bytes != mostUntaken-share {
		t.Errorf("%d clients are kept in mind, and %d bytes", n, bytes)
	}
}
