package deadline_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"issnd/internal/deadline"
)

// ends are what ends a context, and the errors with which it has then ended.
var ends = []struct {
	name string
	end  func(parent, release context.CancelFunc)
	want error
}{
	{"nothing", func(_, _ context.CancelFunc) {}, nil},
	{"almost its time", func(_, _ context.CancelFunc) { time.Sleep(time.Minute - 1) }, nil},
	{"its time", func(_, _ context.CancelFunc) { time.Sleep(time.Minute) }, context.DeadlineExceeded},
	{"its parent", func(parent, _ context.CancelFunc) { parent() }, context.Canceled},
	{"its release", func(_, release context.CancelFunc) { release() }, context.Canceled},
	{"two releases", func(_, release context.CancelFunc) { release(); release() }, context.Canceled},
}

// TestAfter: a context ends as one of context.WithTimeout does, for who waits and
// for who asks, before and after.
func TestAfter(t *testing.T) {
	for name, make := range map[string]func(context.Context, time.Duration) (context.Context, context.CancelFunc){
		"context": context.WithTimeout, "deadline": deadline.After,
	} {
		for _, tt := range ends {
			for _, waits := range []bool{false, true} {
				t.Run(name+" "+tt.name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						parent, cancel := context.WithCancel(t.Context())
						defer cancel()
						ctx, release := make(parent, time.Minute)
						defer release()
						if at, ok := ctx.Deadline(); !ok || time.Until(at) != time.Minute {
							t.Errorf("deadline %v, %v", at, ok)
						}
						if waits {
							ctx.Done()
						}
						tt.end(cancel, release)
						synctest.Wait()
						for range 2 {
							if err := ctx.Err(); !errors.Is(err, tt.want) {
								t.Errorf("error %v, want %v", err, tt.want)
							}
						}
						select {
						case <-ctx.Done():
							if tt.want == nil {
								t.Error("done")
							}
						default:
							if tt.want != nil {
								t.Error("not done")
							}
						}
					})
				})
			}
		}
	}
}

// TestAfterEnd: what a context has ended with stays.
func TestAfterEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		parent, cancel := context.WithCancel(t.Context())
		ctx, release := deadline.After(parent, time.Minute)
		time.Sleep(time.Minute)
		first := ctx.Err()
		cancel()
		release()
		<-ctx.Done()
		if err := ctx.Err(); first != context.DeadlineExceeded || err != first {
			t.Errorf("ended with %v, then %v", first, err)
		}
	})
}

// TestLift: no time ends a context from which it has been taken, and all else does.
func TestLift(t *testing.T) {
	for _, waits := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			parent, cancel := context.WithCancel(t.Context())
			defer cancel()
			ctx := deadline.New(parent, time.Minute)
			defer ctx.Release()
			if waits {
				ctx.Done()
			}
			ctx.Lift()
			time.Sleep(time.Hour)
			select {
			case <-ctx.Done():
				t.Error("done")
			default:
			}
			if at, ok := ctx.Deadline(); ok || ctx.Err() != nil {
				t.Errorf("ended with %v, deadline %v", ctx.Err(), at)
			}
			cancel()
			<-ctx.Done()
			if err := ctx.Err(); err != context.Canceled {
				t.Errorf("ended with %v by its parent", err)
			}
		})
	}
}

// TestAfterNested: nobody gets more time than the parent has, and a context that
// is made of this one ends with it.
func TestAfterNested(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		outer, release := deadline.After(t.Context(), time.Minute)
		defer release()
		inner, releaseInner := deadline.After(outer, time.Hour)
		defer releaseInner()
		derived, cancel := context.WithCancel(inner)
		defer cancel()
		waited := time.Now()
		<-derived.Done()
		if d := time.Since(waited); d != time.Minute || derived.Err() != context.DeadlineExceeded || inner.Err() != context.DeadlineExceeded {
			t.Errorf("ended after %v with %v and %v", d, derived.Err(), inner.Err())
		}
	})
}

// BenchmarkAfter makes contexts of one parent on all cores.
func BenchmarkAfter(b *testing.B) {
	for name, make := range map[string]func(context.Context, time.Duration) (context.Context, context.CancelFunc){
		"context": context.WithTimeout, "deadline": deadline.After,
	} {
		b.Run(name, func(b *testing.B) {
			parent, cancel := context.WithCancel(b.Context())
			defer cancel()
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					ctx, release := make(parent, time.Minute)
					if ctx.Err() != nil {
						b.Error(ctx.Err())
					}
					release()
				}
			})
		})
	}
}
