// Command issnd keeps a register of serials and serves it as linked data.
//
//	issnd import --data data records.mrc
//	issnd serve --data data
//
// Every command explains itself with --help. The exit code is 0 when all went
// well, 1 when the command did its work and found fault with some of the data,
// and 2 when it could not do its work or was called wrongly.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"sync/atomic"
	"syscall"
)

// The exit codes.
const (
	exitOK     = 0
	exitFaults = 1 // the work is done; some data was refused
	exitFailed = 2 // wrong usage, or the work is not done
)

// errFaults ends a command that has reported faults in the data itself.
var errFaults = errors.New("faults in the data")

// program is what the commands know of the world around them.
type program struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	environ        []string

	copied atomic.Int64 // when the store that is served was last copied, in seconds since 1970; 0 if it was not
}

func main() {
	// Records and renditions are short-lived and what lives is small, so the
	// collector does better to wait, as long as there is memory.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(own(memory()))
	p := &program{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, environ: os.Environ()}
	os.Exit(p.run(untilSignal(), os.Args[1:]))
}

// untilSignal is a context that ends when the process is told to end. Told so
// again the process ends at once.
func untilSignal() context.Context {
	ctx, end := context.WithCancel(context.Background())
	told := make(chan os.Signal, 2)
	signal.Notify(told, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-told
		end()
		<-told
		os.Exit(exitFailed)
	}()
	return ctx
}

// run executes one command line and returns the exit code.
func (p *program) run(ctx context.Context, args []string) int {
	root := newRoot(p)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errFaults):
		return exitFaults
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(p.stderr, "issnd: interrupted")
	default:
		fmt.Fprintf(p.stderr, "issnd: %v\n", err)
	}
	return exitFailed
}
