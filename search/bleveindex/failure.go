package bleveindex

import (
	"context"
	"errors"
	"fmt"

	"issnd/diagnostic"
)

// recovered turns a panic over damaged files into an error.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", ErrCorrupt, p)
	}
}

var errNoNode = errors.New("the index knows no node")

// damaged turns what goes wrong in reading an index, a panic or an error that is
// of neither the search nor its end, into ErrCorrupt. The caller has faults of
// memory panic (debug.SetPanicOnFault): files are read through it.
func damaged(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: %v", ErrCorrupt, p)
		return
	}
	var known *diagnostic.Diagnostic
	if *err == nil || errors.As(*err, &known) {
		return
	}
	for _, other := range []error{ErrCorrupt, ErrClosed, errNoNode, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(*err, other) {
			return
		}
	}
	*err = fmt.Errorf("%w: %w", ErrCorrupt, *err)
}

// explained says of a search that took too long what a person can do.
// errors.Is still finds context.DeadlineExceeded.
func explained(err error) error {
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w (%w)", diagnostic.Newf(diagnostic.CannotProcessQuery, "",
		"The search took longer than it may: ask for something narrower"), err)
}

// tooMany is the diagnostic of masks that stand for too many terms.
func tooMany(max int, matched string) error {
	return diagnostic.Newf(diagnostic.TooManyMasks, "",
		"More than %d terms match %s: write more of the letters", max, matched)
}
