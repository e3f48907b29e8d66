package turns

import "syscall"

// niceness is how far behind others a thread is. Beside one other on a processor
// it gets a tenth of it, so that it goes on, and nobody waits long for what it
// holds.
const niceness = 10

func comeLast() { _ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, niceness) }
