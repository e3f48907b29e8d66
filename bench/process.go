package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"time"
)

// start runs a program beside the bench, with its errors on standard error.
func (b *bench) start(name string, args ...string) (*exec.Cmd, error) {
	c := exec.CommandContext(b.ctx, name, args...)
	c.Stderr = os.Stderr
	return c, c.Start()
}

// server is a program that listens.
type server struct {
	*exec.Cmd
	address string
}

// listen starts a server whose last argument is to be the address, and waits
// until it answers.
func (b *bench) listen(name string, args ...string) (*server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	c, err := b.start(name, append(args, address)...)
	if err != nil {
		return nil, err
	}
	s := &server{c, address}
	if err := awaitPort(address); err != nil {
		s.stop()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// stop ends the server and waits for it.
func (s *server) stop() {
	_ = s.Process.Signal(os.Interrupt)
	_ = s.Wait()
}

// awaitPort waits until something answers on an address.
func awaitPort(address string) error {
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", address); err == nil {
			return c.Close()
		}
	}
	return fmt.Errorf("nothing answers on %s", address)
}

// freeAddress is a loopback address with a port that nobody uses.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// anonymous is the memory of a process in bytes that is not a mapped file, or
// 0 where the system does not tell.
func anonymous(pid int) int64 {
	f, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if rest, ok := strings.CutPrefix(s.Text(), "Anonymous:"); ok {
			var kb int64
			if _, err := fmt.Sscan(rest, &kb); err == nil {
				return kb << 10
			}
		}
	}
	return 0
}
