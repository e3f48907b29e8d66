package server

import (
	"crypto/tls"
	"fmt"
	"os"
	"sync/atomic"
	"time"
)

// Certificate is a certificate with its chain and its key, in PEM files that
// may be replaced while the server runs.
type Certificate struct {
	files   [2]string // of the chain and of the key
	current atomic.Pointer[tls.Certificate]
	read    atomic.Pointer[[2]stamp] // those of the files that it was read from
}

// stamp tells one content of a file from another.
type stamp struct {
	modified time.Time
	size     int64
}

// LoadCertificate reads the files of a chain, the server's own certificate
// first, and of its key.
func LoadCertificate(chain, key string) (*Certificate, error) {
	c := &Certificate{files: [2]string{chain, key}}
	use, err := c.Read()
	if err != nil {
		return nil, err
	}
	use()
	return c, nil
}

// Read reads the files anew. Connections have what is in them once the function
// is called that it returns; after an error they have what they had.
func (c *Certificate) Read() (use func(), err error) {
	at := c.stamps() // before, so that what is written meanwhile is noticed
	pair, err := tls.LoadX509KeyPair(c.files[0], c.files[1])
	if err != nil {
		return nil, fmt.Errorf("certificate %s: %w", c.files[0], err)
	}
	return func() {
		c.current.Store(&pair)
		c.read.Store(&at)
	}, nil
}

// Changed reports whether the files are other ones than those that the certificate
// in use was read from. So it is of those that could not be read: what was wrong
// with them, such as who may read them, need not show in their stamps.
func (c *Certificate) Changed() bool { return *c.read.Load() != c.stamps() }

// stamps are those of the files; zero for a file that is not there.
func (c *Certificate) stamps() (s [2]stamp) {
	for i, f := range c.files {
		if info, err := os.Stat(f); err == nil {
			s[i] = stamp{info.ModTime(), info.Size()}
		}
	}
	return s
}

// Expires is when the certificate in use ends.
func (c *Certificate) Expires() time.Time { return c.current.Load().Leaf.NotAfter }

// config is how connections are encrypted. TLS 1.1 and before are not safe
// (RFC 8996).
func (c *Certificate) config() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current.Load(), nil },
	}
}
