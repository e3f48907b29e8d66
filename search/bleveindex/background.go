package bleveindex

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"issnd/internal/turns"
)

// background is what is known of the goroutines of scorch: one takes batches, one
// writes segments and one merges them. What goes wrong there no call returns.
type background struct {
	tell func(error) // Options.Troubled, or nil
	quit chan struct{}
	dead chan struct{} // closed when one of them has ended
	last chan error    // the latest failure of writing, for who waits for the disk

	mu     sync.Mutex
	died   error
	faults map[string]error // that have not passed, by who met them
}

func newBackground(o *Options) *background {
	return &background{
		tell: o.Troubled, quit: make(chan struct{}), dead: make(chan struct{}), last: make(chan error, 1),
		faults: map[string]error{},
	}
}

// callbacks is the name under which scorch knows those of this package.
const callbacks = "issnd"

// backgrounds is who is told, by the directory and by the index of scorch.
var backgrounds sync.Map

// enter gives scorch the callbacks. It looks them up in tables of the process that
// may not change while an index is open, so there is one of each for all indexes.
var enter = sync.OnceFunc(func() {
	scorch.RegistryAsyncErrorCallbacks[callbacks] = func(err error, path string) {
		if b, ok := backgrounds.Load(path); ok {
			b.(*background).failed(err)
		}
	}
	scorch.RegistryEventCallbacks[callbacks] = func(e scorch.Event) bool {
		switch e.Kind {
		case scorch.EventKindPreMergeCheck, scorch.EventKindPurgerCheck:
			// These come from the goroutines that merge and write: what a file does not
			// give becomes a panic, of which scorch tells.
			debug.SetPanicOnFault(true)
			turns.Last()
		case scorch.EventKindMergerProgress:
			passed(e.Scorch, "merger")
		case scorch.EventKindPersisterProgress:
			passed(e.Scorch, "persister")
		}
		return true
	}
})

// watch has b be told of what happens in an index, unless the directory is open
// already.
func (b *background) watch(path string, s any) {
	backgrounds.LoadOrStore(path, b)
	backgrounds.Store(s, b)
}

// end says that the index is about to be closed.
func (b *background) end(path string, s any) {
	close(b.quit)
	backgrounds.CompareAndDelete(path, b)
	backgrounds.Delete(s)
}

// failed is told of an error by the goroutine that met it. One that writes or
// merges tries again at once, as often as it can, so it is kept waiting.
func (b *background) failed(err error) {
	const respite = time.Second
	var of *scorch.ScorchError
	switch {
	case !errors.As(err, &of):
		return
	case errors.Is(err, scorch.ErrAsyncPanic):
		b.die(fmt.Errorf("%w: %w", ErrCorrupt, err))
		return
	case !errors.Is(err, scorch.ErrPersist):
		return // old files are removed another time
	}
	b.mu.Lock()
	first := len(b.faults) == 0
	b.faults[of.Source] = err
	b.mu.Unlock()
	if first && b.tell != nil {
		b.tell(err)
	}
	select {
	case b.last <- err:
	default:
	}
	select {
	case <-b.quit:
	case <-time.After(respite):
	}
}

// die notes that a goroutine has ended: nothing is written any more.
func (b *background) die(err error) {
	b.mu.Lock()
	first := b.died == nil
	if first {
		b.died = err
		close(b.dead)
	}
	b.mu.Unlock()
	if first && b.tell != nil {
		b.tell(err)
	}
}

// passed notes that something was done that may have failed before.
func passed(s any, source string) {
	found, ok := backgrounds.Load(s)
	if !ok {
		return
	}
	b := found.(*background)
	b.mu.Lock()
	was := len(b.faults)
	delete(b.faults, source)
	last := was > 0 && len(b.faults) == 0
	b.mu.Unlock()
	if last && b.tell != nil {
		b.tell(nil)
	}
}

// failure is why nothing is written any more, or nil.
func (b *background) failure() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.died
}
