package turns

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"
)

// Last has the calling goroutine, to its end, come last: the system gives
// processors to other threads before the one that it has from now on for itself.
// Where the system refuses that, as TryLast tells, the goroutine comes as others do.
func Last() {
	runtime.LockOSThread()
	_ = comeLast()
}

// TryLast is why the system does not let threads come last, nil if it does.
func TryLast() error {
	tried := make(chan error)
	go func() {
		runtime.LockOSThread() // a thread of its own, which ends with it
		tried <- comeLast()
	}()
	return <-tried
}

// threads take what is to be done last.
var threads = make(chan func())

// linger is how long a thread that has nothing to do waits for more.
const linger = time.Second

// Panic is one of a work, and where it was.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string { return fmt.Sprintf("%v\n%s", p.Value, p.Stack) }

// DoLast does work as Last has it done, and waits for its end. A panic goes on
// in the calling goroutine, as a *Panic.
func DoLast(work func()) {
	done := make(chan struct{})
	var thrown *Panic
	job := func() {
		defer close(done)
		defer func() {
			if v := recover(); v != nil {
				thrown = &Panic{v, debug.Stack()}
			}
		}()
		work()
	}
	select {
	case threads <- job:
	default:
		go thread(job)
	}
	<-done
	if thrown != nil {
		panic(thrown)
	}
}

// DoLast does work in a turn, as DoLast without one has it done. The error is that
// of the work, or of the context where it ended before there was a turn.
func (t Turns) DoLast(ctx context.Context, work func() error) (err error) {
	turn := Turn{Of: t}
	defer turn.End()
	if err := turn.Take(ctx); err != nil {
		return err
	}
	DoLast(func() { err = work() })
	return err
}

// thread does a job, and others until none comes.
func thread(job func()) {
	Last()
	idle := time.NewTimer(linger)
	defer idle.Stop()
	for {
		job()
		idle.Reset(linger)
		select {
		case job = <-threads:
		case <-idle.C:
			return
		}
	}
}
