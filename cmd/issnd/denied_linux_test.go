package main

import (
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"issnd/bench/generate"
)

// TestPriorityDenied: a server whose threads may not come last says so once, and
// serves.
func TestPriorityDenied(t *testing.T) {
	const warning = "do not come after records"
	if n, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0); err != nil || 20-n >= 10 {
		t.Skip("everything comes last here: ", n, err)
	}
	s := newServed(t, generate.New(1, 20), 20)
	for denied := range 2 {
		if denied > 0 {
			deny(t, syscall.SYS_SETPRIORITY)
		}
		if err := s.start(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.awaitReadiness(t, ready)
		if err := s.stop(os.Interrupt); err != nil {
			t.Error(err)
		}
		if n := strings.Count(s.log.String(), warning); n != denied {
			t.Errorf("it says %d times %q, want %d:\n%s", n, warning, denied, s.log.String())
		}
	}
}

// deny has the system refuse a call to the calling goroutine, to its end, and to
// the processes that it starts, as SystemCallFilter= does (seccomp(2)).
func deny(t *testing.T, call uint32) {
	t.Helper()
	const (
		noNewPrivileges, setFilter, byFilter = 38, 22, 2 // prctl(2)
		refuse, allow                        = 0x00050000 | uint32(syscall.EPERM), 0x7fff0000
	)
	runtime.LockOSThread()
	filter := []syscall.SockFilter{
		{Code: syscall.BPF_LD | syscall.BPF_W | syscall.BPF_ABS}, // the number of the call
		{Code: syscall.BPF_JMP | syscall.BPF_JEQ | syscall.BPF_K, K: call, Jf: 1},
		{Code: syscall.BPF_RET | syscall.BPF_K, K: refuse},
		{Code: syscall.BPF_RET | syscall.BPF_K, K: allow},
	}
	program := syscall.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	_, _, failed := syscall.RawSyscall6(syscall.SYS_PRCTL, noNewPrivileges, 1, 0, 0, 0, 0)
	if failed == 0 {
		_, _, failed = syscall.RawSyscall(syscall.SYS_PRCTL, setFilter, byFilter, uintptr(unsafe.Pointer(&program)))
	}
	if failed != 0 {
		t.Skip("filters of system calls: ", failed)
	}
}
