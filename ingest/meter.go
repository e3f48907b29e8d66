package ingest

import (
	"fmt"
	"io"
	"time"
)

// Meter shows people how far an import has come. On a terminal it is one line
// that is written over and over; elsewhere it is a line every so often.
type Meter struct {
	W        io.Writer
	Terminal bool
	Every    time.Duration // least time between two lines; 0 is a line for every batch

	shown time.Duration
	begun bool
}

// Show writes the progress unless that was done a moment ago.
func (m *Meter) Show(p Progress) {
	if m.begun && p.Elapsed-m.shown < m.Every {
		return
	}
	m.begun, m.shown = true, p.Elapsed
	rate := 0.0
	if s := p.Elapsed.Seconds(); s > 0 {
		rate = float64(p.Read) / s
	}
	line := fmt.Sprintf("records=%d seq=%d rate=%.0f/s", p.Read, p.Seq, rate)
	if m.Terminal {
		line = fmt.Sprintf("%d records, %.0f a second", p.Read, rate)
	}
	if p.Size > 0 && p.Bytes > 0 {
		line += m.remaining(p)
	}
	if m.Terminal {
		fmt.Fprintf(m.W, "\r%s\x1b[K", line)
		return
	}
	fmt.Fprintln(m.W, line)
}

// remaining supposes that the rest of the bytes goes as fast as what is done.
func (m *Meter) remaining(p Progress) string {
	part := min(float64(p.Bytes)/float64(p.Size), 1)
	left := time.Duration(float64(p.Elapsed) * (1 - part) / part).Round(time.Second)
	if m.Terminal {
		return fmt.Sprintf(", %.0f %%, %s left", 100*part, left)
	}
	return fmt.Sprintf(" done=%.0f%% left=%s", 100*part, left)
}

// Done ends the line on a terminal.
func (m *Meter) Done() {
	if m.Terminal && m.begun {
		fmt.Fprintln(m.W)
	}
}
