package register

import "context"

// Position is a place in the change log of a store, as those keep it who follow
// the log: an index, a list that is given in pages, a dump, a harvest. The zero
// Position is that of who has read nothing.
type Position struct {
	Store  string // identity of the store (Stats.ID)
	Branch string // of the change at Seq (Store.Branch)
	Seq    uint64
}

// Position is the end of the log that the statistics are of.
func (s *Stats) Position() Position { return Position{s.ID, s.Branch, s.Seq} }

// Log tells where a change log ends and what it consists of: a part of Store.
type Log interface {
	Stats(ctx context.Context) (Stats, error)
	Branch(ctx context.Context, seq uint64) (string, error)
}

// Holds reports whether a log goes on from a position, so that who has read up
// to there has missed nothing and has nothing that the log does not have. It
// does not go on from positions of another store, nor from those of changes
// that were lost when the store was put back to an earlier state, also when it
// has been given as many other changes since.
func Holds(ctx context.Context, log Log, p Position) (bool, error) {
	if p == (Position{}) {
		return true, nil
	}
	st, err := log.Stats(ctx)
	if err != nil || p.Store != st.ID || p.Seq > st.Seq {
		return false, err
	}
	branch, err := log.Branch(ctx, p.Seq)
	return err == nil && branch == p.Branch, err
}
