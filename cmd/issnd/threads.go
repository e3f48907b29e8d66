package main

import (
	"runtime"
	"slices"
	"strings"
)

// threadsPerCore is how many threads of a server may run Go code for each
// processor. With one, a request that comes in waits until what is being worked
// on is done or has run for 10 ms, since Go looks at the network when it has
// nothing else to do; with more, the system shares the processors among them.
const threadsPerCore = 4

// spareThreads lets the process have threads to spare until the function that it
// gives is called, unless the environment says how many it may have.
func (p *program) spareThreads() (restore func()) {
	if slices.ContainsFunc(p.environ, func(v string) bool { return strings.HasPrefix(v, "GOMAXPROCS=") }) {
		return func() {}
	}
	before := runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(threadsPerCore * before)
	return func() { runtime.GOMAXPROCS(before) }
}
