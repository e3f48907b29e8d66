package server

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// issue writes a certificate for this machine that it has signed itself, and
// its key, and trusts it.
func issue(t *testing.T, dir, name string, trusted *x509.CertPool) (chain, key string) {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore:   time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, secret.Public(), secret)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	trusted.AddCert(cert)
	der8, err := x509.MarshalPKCS8PrivateKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	chain, key = filepath.Join(dir, name+".crt"), filepath.Join(dir, name+".key")
	for path, block := range map[string]*pem.Block{chain: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: der8}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return chain, key
}

// TestTLS: HTTP/2 and HTTP/1.1 over TLS bring bodies of any length whole, and
// versions of TLS that are not safe are refused.
func TestTLS(t *testing.T) {
	trusted := x509.NewCertPool()
	c, err := LoadCertificate(issue(t, t.TempDir(), "first", trusted))
	if err != nil {
		t.Fatal(err)
	}
	address, _ := serving(t, t.Context(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var n int
		fmt.Sscanf(r.URL.Path, "/%d", &n)
		w.Write(body(n))
	}), Options{Certificate: c, IdleTimeout: time.Minute, WriteTimeout: time.Minute, Plain: []string{"/"}})
	for _, proto := range []string{"HTTP/2.0", "HTTP/1.1"} {
		tr := &http.Transport{ForceAttemptHTTP2: proto == "HTTP/2.0", TLSClientConfig: &tls.Config{RootCAs: trusted}}
		defer tr.CloseIdleConnections()
		client := &http.Client{Transport: tr, Timeout: time.Minute}
		for _, n := range []int{0, 1, bufferSize - 200, bufferSize, 2 * bufferSize, 1 << 20} {
			resp, err := client.Get(fmt.Sprintf("https://%s/%d", address, n))
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err != nil || !bytes.Equal(got, body(n)) || resp.Proto != proto {
				t.Errorf("%s, %d bytes: %s, %d arrive: %v", proto, n, resp.Proto, len(got), err)
			}
		}
	}
	old, err := tls.Dial("tcp", address, &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11})
	if err == nil {
		old.Close()
		t.Error("TLS 1.1 is spoken")
	}
	if resp, err := http.Get("http://" + address); err == nil {
		resp.Body.Close()
		if resp.StatusCode != http.StatusBadRequest {
			t.Errorf("HTTP on the port of HTTPS: %s", resp.Status)
		}
	}
}

// TestStreams: a client of HTTP/2 is told how many requests it may have in
// progress over a connection (RFC 9113 §6.5.2).
func TestStreams(t *testing.T) {
	trusted := x509.NewCertPool()
	c, err := LoadCertificate(issue(t, t.TempDir(), "first", trusted))
	if err != nil {
		t.Fatal(err)
	}
	address, _ := serving(t, t.Context(), http.NotFoundHandler(), Options{Certificate: c})
	conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: trusted, NextProtos: []string{"h2"}})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(eventually))
	io.WriteString(conn, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00") // and no settings
	frame := make([]byte, 9)
	if _, err := io.ReadFull(conn, frame); err != nil || frame[3] != 4 {
		t.Fatalf("the first frame is no SETTINGS: %x, %v", frame, err)
	}
	settings := make([]byte, int(frame[1])<<8|int(frame[2]))
	if _, err := io.ReadFull(conn, settings); err != nil {
		t.Fatal(err)
	}
	const maxConcurrentStreams = 3
	for one := range slices.Chunk(settings, 6) {
		if binary.BigEndian.Uint16(one) == maxConcurrentStreams {
			if n := binary.BigEndian.Uint32(one[2:]); n != maxStreams {
				t.Errorf("%d streams, want %d", n, maxStreams)
			}
			return
		}
	}
	t.Errorf("no number of streams in %x", settings)
}

// TestStrict: who comes by TLS is told for how long to use nothing else, in every
// answer, if that is configured, and who comes by HTTP never.
func TestStrict(t *testing.T) {
	strict := time.Duration(0)
	h := New(Options{Log: slog.New(slog.DiscardHandler), Strict: func() time.Duration { return strict }})
	for _, tt := range []struct {
		url    string
		strict time.Duration
		want   string
	}{
		{"https://localhost/healthz", 0, ""},
		{"https://localhost/healthz", 365 * 24 * time.Hour, "max-age=31536000"},
		{"https://localhost/nothing", 90 * time.Second, "max-age=90"},
		{"http://localhost/healthz", time.Hour, ""},
	} {
		strict = tt.strict
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, tt.url, nil))
		if got := w.Header().Get("Strict-Transport-Security"); got != tt.want {
			t.Errorf("%s with %v: %q, want %q", tt.url, tt.strict, got, tt.want)
		}
	}
}

// TestCertificateChanges: new connections have the certificate that was read
// last, if it could be.
func TestCertificateChanges(t *testing.T) {
	trusted, dir := x509.NewCertPool(), t.TempDir()
	first, firstKey := issue(t, dir, "first", trusted)
	second, secondKey := issue(t, dir, "second", trusted)
	c, err := LoadCertificate(first, firstKey)
	if err != nil {
		t.Fatal(err)
	}
	address, _ := serving(t, t.Context(), http.NotFoundHandler(), Options{Certificate: c})
	name := func() string {
		t.Helper()
		conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: trusted})
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
	}
	if c.Changed() {
		t.Error("changed by itself")
	}
	later := time.Now().Add(time.Minute)
	replace := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(to, later, later); err != nil {
			t.Fatal(err)
		}
	}
	replace(second, first)
	if !c.Changed() {
		t.Error("a new chain is not noticed")
	}
	if _, err := c.Read(); err == nil {
		t.Error("a chain and a key that do not fit are taken")
	}
	if !c.Changed() {
		t.Error("files with a fault are not read again")
	}
	if got := name(); got != "first" {
		t.Errorf("after a fault: %s", got)
	}
	replace(secondKey, firstKey)
	use, err := c.Read()
	if err != nil {
		t.Fatal(err)
	}
	if got := name(); got != "first" {
		t.Errorf("before it is put to use: %s", got)
	}
	use()
	if got := name(); got != "second" {
		t.Errorf("after the change: %s", got)
	}
	if c.Changed() {
		t.Error("changed by itself after the change")
	}
	if left := time.Until(c.Expires()); left < 50*time.Minute || left > time.Hour {
		t.Errorf("expires in %v", left)
	}
	if err := os.Remove(first); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(); err == nil || name() != "second" {
		t.Errorf("without a file: %v", err)
	}
}
