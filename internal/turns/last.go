package turns

import (
	"runtime"
	"time"
)

// Last has the calling goroutine, to its end, come last: the system gives
// processors to other threads before the one that it has from now on for itself.
func Last() {
	runtime.LockOSThread()
	comeLast()
}

// threads take what is to be done last.
var threads = make(chan func())

// linger is how long a thread that has nothing to do waits for more.
const linger = time.Second

// DoLast does work as Last has it done, and waits for its end. A panic goes on
// in the calling goroutine.
func DoLast(work func()) {
	done := make(chan struct{})
	var thrown any
	job := func() {
		defer close(done)
		defer func() { thrown = recover() }()
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
