package bleveindex

import (
	"errors"
	"log/slog"

	"issnd/search"
)

// ErrVersion says that the directory holds an index that was built with other
// fields or by another version of this package. Build makes a new one.
var ErrVersion = errors.New("the index was built with other fields")

// ErrCorrupt says that the directory holds something that is no index, or one
// that is damaged, also where only a search comes upon it. Build makes a new one.
var ErrCorrupt = errors.New("the index is damaged")

// ErrBusy says that another process has the index open.
var ErrBusy = errors.New("the index is open elsewhere")

// ErrClosed says that the index has been closed.
var ErrClosed = errors.New("the index is closed")

// Options are what an index is made of, and how.
type Options struct {
	// Fields are all fields that documents may have. Their names are not empty
	// and do not begin with NUL or an underscore.
	Fields []search.FieldInfo
	// Version names the table and the rules by which Fields and terms are made. An
	// index that was built with another version is not opened.
	Version string
	// Orders are fields to sort by, and Facets fields to count by together, for
	// which all is made ready in the background when the index has been opened; that
	// of others is when it is first asked for.
	Orders []string
	Facets [][]string
	// MaxTerms is how many terms of the dictionaries of all segments the patterns of
	// a query may stand for together, and MaxPhraseTerms how many each word of a
	// phrase; 0 stands for DefaultMaxTerms and DefaultMaxPhraseTerms.
	MaxTerms, MaxPhraseTerms int
	// CacheBytes bounds the memory of recent results; 0 stands for 32 MiB, < 0 for
	// none.
	CacheBytes int
	// Memory is how many bytes Build may take; 0 stands for as many as it is
	// fastest with, some 3 GB where there are millions of documents. With less an
	// index has more segments, which are merged when it is open.
	Memory int64
	Log    *slog.Logger // nil for none
	// Troubled, unless nil, is told what keeps changes from being written to disk,
	// when that begins, and nil when it has passed; searches find the changes
	// meanwhile. With ErrCorrupt it does not pass, and Apply fails from then on.
	Troubled func(error)
}

// How many terms patterns may stand for where Options does not say.
const (
	DefaultMaxTerms       = 1_000_000
	DefaultMaxPhraseTerms = 5_000
)

// layout is the version of how this package uses scorch.
const layout = "1"

func (o *Options) version() string { return layout + "/" + o.Version }

func (o Options) withDefaults() Options {
	if o.MaxTerms == 0 {
		o.MaxTerms = DefaultMaxTerms
	}
	if o.MaxPhraseTerms == 0 {
		o.MaxPhraseTerms = DefaultMaxPhraseTerms
	}
	if o.CacheBytes == 0 {
		o.CacheBytes = 32 << 20
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}
