package turns

import "syscall"

// niceness is how far behind others a thread is. Beside one other on a processor
// it gets a tenth of it, so that it goes on, and nobody waits long for what it
// holds.
const niceness = 10

func comeLast() {
	const nicest = 20 // from which the system counts down in its answer
	if n, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0); err == nil && nicest-n < niceness {
		_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, niceness)
	}
}
