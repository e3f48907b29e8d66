package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
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
	return b.listenAt(address, name, args...)
}

// listenAt is listen with the address given.
func (b *bench) listenAt(address, name string, args ...string) (*server, error) {
	c, err := b.start(name, append(args, address)...)
	if err != nil {
		return nil, err
	}
	s := &server{c, address}
	if err := b.awaitPort(address); err != nil {
		s.stop()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// serving starts issnd on a register. It does without the search where no index
// has been made, and without limits, which one client soon meets.
func (b *bench) serving(data string, args ...string) (*server, error) {
	return b.listen("bin/issnd", serveArguments(data, args...)...)
}

// serveArguments are those of issnd up to the address.
func serveArguments(data string, args ...string) []string {
	all := []string{"serve", "--data", data, "--log-level", "error", "--limits-on=false"}
	if _, err := os.Stat(filepath.Join(data, "index", "CURRENT")); err != nil {
		all = append(all, "--server-search=false")
	}
	return append(append(all, args...), "--listen")
}

// key makes a key that opens the complete tier, and the file of keys.
func (b *bench) key() (file, key string, err error) {
	file = filepath.Join(b.dir, "keys")
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", "", err
	}
	var out bytes.Buffer
	err = b.command(&out, "bin/issnd", "key", "add", "--keys", file, "--name", "bench", "--tier", "complete")
	return file, strings.TrimSpace(out.String()), err
}

// stop ends the server and waits for it.
func (s *server) stop() {
	_ = s.Process.Signal(os.Interrupt)
	_ = s.Wait()
}

// kill ends the server as a crash does.
func (s *server) kill() {
	_ = s.Process.Kill()
	_ = s.Wait()
}

// awaitPort waits until something answers on an address.
func (b *bench) awaitPort(address string) error {
	for deadline := time.Now().Add(time.Hour); b.ctx.Err() == nil && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
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
