package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"issnd/bench/soak"
)

// probePause is how long the client that takes the time waits before it asks
// again, of an idle server as of one with a load.
const probePause = 20 * time.Millisecond

// tool builds one of the programs that the bench runs beside itself.
func (b *bench) tool(name string) (program string, err error) {
	program = filepath.Join(b.dir, name)
	return program, b.command(nil, "go", "build", "-o", program, "./bench/cmd/"+name)
}

// take has a probe, which program is, ask until the context ends or all is asked.
func (b *bench) take(ctx context.Context, program string, p *soak.Probe) error {
	c := exec.CommandContext(b.ctx, program)
	var times bytes.Buffer
	c.Stdout, c.Stderr = &times, os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	sent := json.NewEncoder(in).Encode(p)
	defer context.AfterFunc(ctx, func() { in.Close() })()
	if err := errors.Join(sent, c.Wait()); err != nil {
		return err
	}
	return json.Unmarshal(times.Bytes(), p)
}
