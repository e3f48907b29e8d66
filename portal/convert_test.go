package portal

import (
	"context"
	"errors"
	"testing"

	"issnd/crosswalk"
	"issnd/format"
	"issnd/internal/turns"
	"issnd/rdf"
	"issnd/register"
)

// TestConvert: a conversion has a turn, and nobody waits for one who has gone.
func TestConvert(t *testing.T) {
	s := &Service{turns: make(turns.Turns, 1)}
	wrong := errors.New("wrong")
	for _, want := range []error{nil, wrong, nil} {
		body, err := s.convert(t.Context(), func() ([]byte, error) {
			if len(s.turns) != 1 {
				t.Error("it has no turn")
			}
			return []byte("body"), want
		})
		if string(body) != "body" || err != want || len(s.turns) != 0 {
			t.Errorf("%q, %v, %d turns are taken; want error %v", body, err, len(s.turns), want)
		}
	}
	s.turns <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.convert(ctx, func() ([]byte, error) { panic("in no turn") }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

// TestManyMembers: the document of a cluster that is much larger than those of
// titles is made in a turn, as conversions are, and that of others in none.
func TestManyMembers(t *testing.T) {
	s := &Service{turns: make(turns.Turns, 1), register: register.New(noBranch{}), clusters: &format.Choice{}}
	taken := 0
	f := &format.Format{MediaTypes: []string{"text/plain"}, Cluster: func([]byte, *register.ClusterView, *crosswalk.Options) ([]byte, error) {
		taken = len(s.turns)
		return nil, nil
	}}
	for members, want := range map[int]int{2: 0, manyMembers: 0, manyMembers + 1: 1} {
		c := &register.ClusterView{Members: make([]register.Head, members)}
		if _, err := s.cluster(t.Context(), &Request{}, &crosswalk.Options{}, &resource{kind: linkingResource, path: linkingPath}, f, c); err != nil || taken != want {
			t.Errorf("%d members: %v, %d turns, want %d", members, err, taken, want)
		}
	}
}

// noBranch is a store that knows the branch of every change.
type noBranch struct{ register.Store }

func (noBranch) Branch(context.Context, uint64) (string, error) { return "", nil }

// TestDocumentIsRenderedOnce: in each format, unless it cannot be.
func TestDocumentIsRenderedOnce(t *testing.T) {
	times := 0
	var fails error
	graph := func(dst []byte, _ *rdf.Graph) ([]byte, error) {
		times++
		return append(dst, byte('0'+times)), fails
	}
	d := &document{rendered: map[*format.Format][]byte{}}
	one, other := &format.Format{Graph: graph}, &format.Format{Graph: graph}
	for _, step := range []struct {
		f     *format.Format
		fails error
		want  string
	}{{one, errors.New("wrong"), "1"}, {one, nil, "2"}, {one, nil, "2"}, {other, nil, "3"}, {one, nil, "2"}} {
		fails = step.fails
		if got, err := d.body(step.f); string(got) != step.want || err != step.fails {
			t.Errorf("%q, %v; want %q, %v", got, err, step.want, step.fails)
		}
	}
}
