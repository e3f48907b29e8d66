package harvest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"issnd/ingest"
	"issnd/register"
)

// Job is one harvest. URL, Prefix, State, Import and its Store must be set.
type Job struct {
	URL    string // base URL of the provider
	Prefix string // metadataPrefix, of a format that is MARCXML
	Set    string // setSpec; "" is everything
	Client Client

	// From is the datestamp to begin with, inclusive; zero goes on from the last
	// harvest. Full begins with the first record, whatever was harvested before.
	From time.Time
	Full bool

	State  string      // file of the state; see StatePath. "" keeps none
	DryRun bool        // the state is read and not written
	Import *ingest.Job // how records get into the register

	// Progress is called after every page, when it is on disk. Bytes and Size
	// of it are records of this list. It may be nil.
	Progress func(ingest.Progress)
}

// Result is what a harvest did.
type Result struct {
	*ingest.Report
	From    string // that was asked for; "" is everything
	Pages   uint64
	Resumed bool // it went on with an earlier one that had not been completed
	Next    time.Time
}

// Errors that callers may tell apart.
var (
	// ErrLoop says that a provider gives the same page again.
	ErrLoop = errors.New("the provider gives the same page again")
	// ErrShort says that a list ended without saying so.
	ErrShort = errors.New("the list ends without a resumptionToken")
)

// Run harvests. The result is never nil and counts the pages that are in the
// register, also when there is an error. The next Run goes on from there.
func (j *Job) Run(ctx context.Context) (*Result, error) {
	r := &run{Job: j, feed: j.Import.Feed(), res: &Result{}}
	err := r.begin(ctx)
	if err == nil {
		err = r.list(ctx)
	}
	r.res.Report = r.feed.End(err == nil)
	if err != nil {
		return r.res, fmt.Errorf("harvest: %w", err)
	}
	return r.res, nil
}

// run is a harvest in the making.
type run struct {
	*Job
	feed    *ingest.Feed
	res     *Result
	state   State
	seconds bool              // granularity
	begun   int               // how often the list was begun again
	seen    [sha256.Size]byte // of the records of the page before
}

// begin asks who the provider is, and finds where to go on.
func (r *run) begin(ctx context.Context) error {
	a, err := r.Client.ask(ctx, r.URL, url.Values{"verb": {"Identify"}})
	if err != nil {
		return err
	}
	if a.identify == nil {
		return fmt.Errorf("%s: Identify is answered with nothing: %w", r.URL, errors.Join(failure(a), errNotOAI))
	}
	r.seconds = strings.Contains(a.identify.granularity, "ss")
	if a.identify.deleted == "no" {
		r.Client.note("the provider does not tell of deleted records")
	}
	if err := r.recall(ctx); err != nil {
		return err
	}
	if r.state.Current == nil {
		r.state.Current = &Current{From: r.from()}
	}
	r.res.Resumed = r.state.Current.Token != ""
	r.res.From = r.state.Current.From
	return nil
}

// recall reads the state, as far as it is about this store and is wanted.
func (r *run) recall(ctx context.Context) error {
	var err error
	if r.State != "" {
		if r.state, err = readState(r.State); err != nil {
			return err
		}
	}
	s := &r.state
	holds, err := register.Holds(ctx, r.Import.Store, s.position())
	if err != nil {
		return err
	}
	if !holds {
		r.Client.note("the register is not the one of the last harvest, or an earlier state of it: everything is harvested")
		*s = State{}
	}
	s.URL, s.Prefix, s.Set = r.URL, r.Prefix, r.Set
	if r.Full || r.DryRun || !r.From.IsZero() {
		s.Current = nil
	}
	if c := s.Current; c != nil && !c.Expires.IsZero() && time.Now().After(c.Expires) {
		s.Current = &Current{From: c.From}
	}
	return nil
}

// from is the datestamp to ask for.
func (r *run) from() string {
	at := r.From
	if at.IsZero() && !r.Full && !r.state.Last.IsZero() {
		at = r.state.Last.Add(-r.granule())
	}
	switch {
	case at.IsZero():
		return ""
	case r.seconds:
		return at.UTC().Format("2006-01-02T15:04:05Z")
	}
	return at.UTC().Format(time.DateOnly)
}

func (r *run) granule() time.Duration {
	if r.seconds {
		return time.Second
	}
	return 24 * time.Hour
}

// list follows the list to its end.
func (r *run) list(ctx context.Context) error {
	for {
		a, err := r.Client.ask(ctx, r.URL, r.request())
		if err != nil {
			return err
		}
		if restarted, err := r.refused(a); err != nil {
			return err
		} else if restarted {
			continue
		}
		if err := r.page(ctx, a); err != nil {
			return err
		}
		if r.state.Current == nil {
			return nil
		}
	}
}

// request is the arguments that ask for the next page.
func (r *run) request() url.Values {
	c := r.state.Current
	if c.Token != "" {
		return url.Values{"verb": {"ListRecords"}, "resumptionToken": {c.Token}}
	}
	args := url.Values{"verb": {"ListRecords"}, "metadataPrefix": {r.Prefix}}
	if r.Set != "" {
		args.Set("set", r.Set)
	}
	if c.From != "" {
		args.Set("from", c.From)
	}
	return args
}

// mostBeginnings is how often one harvest begins a list again.
const mostBeginnings = 3

// refused looks for errors in an answer. A token that the provider does not
// know any more begins the list again; that nothing matches is no error.
func (r *run) refused(a *answer) (restarted bool, err error) {
	err = failure(a)
	var e protocolError
	c := r.state.Current
	switch {
	case err == nil:
		return false, nil
	case errors.As(err, &e) && e.Code == "noRecordsMatch" && c.Token == "":
		return false, nil
	case errors.As(err, &e) && e.Code == "badResumptionToken" && c.Token != "" && r.begun < mostBeginnings:
		r.Client.note("the provider does not know the resumption token any more; the list is begun again")
		r.begun++
		r.seen = [sha256.Size]byte{}
		r.state.Current = &Current{From: c.From}
		r.res.Resumed = false
		return true, nil
	}
	return false, fmt.Errorf("%s: %w", r.URL, err)
}

// failure is the errors of an answer, or nil.
func failure(a *answer) error {
	var all []error
	for _, e := range a.errors {
		all = append(all, e)
	}
	return errors.Join(all...)
}

// page brings a page into the register and then writes the state.
func (r *run) page(ctx context.Context, a *answer) error {
	c := r.state.Current
	if c.Token == "" {
		if a.date.IsZero() {
			return fmt.Errorf("%s: the answer has no responseDate: %w", r.URL, errNotOAI)
		}
		c.First = a.date
	}
	if err := r.repeated(a); err != nil {
		return err
	}
	for i := range a.records {
		r.record(&a.records[i], c.Records+uint64(i)+1)
	}
	p, err := r.feed.Flush(ctx)
	if err != nil {
		return err
	}
	c.Pages, c.Records = c.Pages+1, c.Records+uint64(len(a.records))
	r.res.Pages++
	if a.token != nil && a.token.size > 0 {
		c.Size = a.token.size
	}
	if r.Progress != nil {
		p.Bytes, p.Size = int64(c.Records), int64(c.Size)
		r.Progress(p)
	}
	stats, err := r.Import.Store.Stats(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	r.state.at(stats.Position())
	if a.token == nil && c.Records < c.Size {
		r.state.Current = nil
		return errors.Join(fmt.Errorf("%s: %w after %d of %d records", r.URL, ErrShort, c.Records, c.Size), r.save())
	}
	return r.remember(a)
}

// remember writes how far the harvest has come.
func (r *run) remember(a *answer) error {
	s := &r.state
	if a.token != nil && a.token.value != "" {
		s.Current.Token, s.Current.Expires = a.token.value, a.token.expires
	} else {
		s.Last, s.Current = s.Current.First, nil
		r.res.Next = s.Last.Add(-r.granule())
	}
	return r.save()
}

func (r *run) save() error {
	if r.State == "" || r.DryRun {
		return nil
	}
	if err := r.state.write(r.State); err != nil {
		return fmt.Errorf("write the state of the harvest: %w", err)
	}
	return nil
}

// repeated is ErrLoop if the page is the one before it and there is to be
// another one.
func (r *run) repeated(a *answer) error {
	if a.token == nil || a.token.value == "" {
		return nil
	}
	var b bytes.Buffer
	b.WriteString(a.token.value)
	for i := range a.records {
		b.WriteString("\x00" + a.records[i].identifier + "\x00" + a.records[i].datestamp)
	}
	sum := sha256.Sum256(b.Bytes())
	if sum == r.seen || a.token.value == r.state.Current.Token && len(a.records) == 0 {
		return fmt.Errorf("%s: %w, after %d records", r.URL, ErrLoop, r.state.Current.Records)
	}
	r.seen = sum
	return nil
}
