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

// explained says of a search that took too long what a person can do.
// errors.Is still finds context.DeadlineExceeded.
func explained(err error) error {
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w (%w)", diagnostic.Newf(diagnostic.CannotProcessQuery, "",
		"The search took longer than it may: ask for something narrower"), err)
}

// tooMany is the diagnostic of a pattern that stands for too many terms.
func tooMany(max int) error {
	return diagnostic.Newf(diagnostic.TooManyMasks, "",
		"More than %d terms match a word with masking characters: write more of its letters", max)
}
