package dump

import (
	"context"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
)

// TestSlowDownload: a file is sent whole to who takes every stretch of it in time,
// however long all of it takes. Who does not loses the connection.
func TestSlowDownload(t *testing.T) {
	const (
		limit = 2 * time.Second
		size  = 32 * stretch
	)
	file := filepath.Join(t.TempDir(), "register.mrc.gz")
	if err := os.WriteFile(file, make([]byte, size), 0o600); err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	e.GET("/", func(c echo.Context) error {
		return (&handler{limit: limit}).send(c, &Response{File: file})
	})
	srv := httptest.NewUnstartedServer(e)
	srv.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		if err := c.(*net.TCPConn).SetWriteBuffer(stretch / 16); err != nil {
			t.Error(err)
		}
		return ctx
	}
	srv.Start()
	t.Cleanup(srv.Close)
	for name, tt := range map[string]struct {
		piece int64 // read at a time
		pause time.Duration
		whole bool
	}{
		"longer than the limit in all": {4 * stretch, limit / 4, true},
		"a little at a time":           {stretch / 64, limit / 16, false}, // a fourth of a stretch in time
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dialer := net.Dialer{}
			conn, err := dialer.DialContext(t.Context(), "tcp", srv.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if err := conn.(*net.TCPConn).SetReadBuffer(stretch / 16); err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(conn, "GET / HTTP/1.0\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			got, began := int64(0), time.Now()
			for err == nil && time.Since(began) < time.Minute {
				var n int64
				n, err = io.CopyN(io.Discard, conn, tt.piece)
				got += n
				time.Sleep(tt.pause)
			}
			switch took := time.Since(began); {
			case err == nil:
				t.Errorf("after %v and %d bytes there is no end", took, got)
			case tt.whole && (got < size || took < limit):
				t.Errorf("%d bytes of %d in %v", got, size, took)
			case !tt.whole && got >= size:
				t.Errorf("all was sent, in %v", took)
			}
		})
	}
}
