// Command bare is the baseline of the HTTP benchmarks: an Echo handler that
// gets the raw record from bbolt and sends it, and nothing else.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"flag"
	"io"
	"log"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/labstack/echo/v4"
	bolt "go.etcd.io/bbolt"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

var bucket = []byte("raw")

func main() {
	path := flag.String("db", "bare.db", "database, made when it is missing")
	records := flag.String("records", "", "ISO 2709 file to fill a new database from")
	listen := flag.String("listen", "127.0.0.1:8081", "address")
	flag.Parse()
	db, err := open(*path, *records)
	if err != nil {
		log.Fatal(err)
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.GET("/resource/ISSN/:id", func(c echo.Context) error {
		var body []byte
		_ = db.View(func(tx *bolt.Tx) error {
			body = append(body, tx.Bucket(bucket).Get([]byte(c.Param("id")))...)
			return nil
		})
		if body == nil {
			return c.NoContent(http.StatusNotFound)
		}
		return c.Blob(http.StatusOK, "application/marc", body)
	})
	go func() {
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, os.Interrupt)
		<-stop
		_ = e.Close()
	}()
	if err := e.Start(*listen); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}

// open fills a new database with the records under their ISSN.
func open(path, records string) (*bolt.DB, error) {
	_, missing := os.Stat(path)
	db, err := bolt.Open(path, 0o644, &bolt.Options{Timeout: time.Second, NoSync: true})
	if err != nil || missing == nil {
		return db, err
	}
	f, err := os.Open(records)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<20)
	for done := false; !done; {
		err := db.Update(func(tx *bolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists(bucket)
			if err != nil {
				return err
			}
			for range 20_000 {
				raw, err := in.ReadBytes(0x1D)
				if errors.Is(err, io.EOF) {
					done = true
					return nil
				} else if err != nil {
					return err
				}
				if id := number(raw); !id.IsZero() {
					if err := b.Put([]byte(id.String()), bytes.Clone(raw)); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return db, nil
}

// number is the ISSN of a record as the register takes it.
func number(raw []byte) issn.ISSN {
	m, _, err := marc.Decode(raw)
	if err != nil {
		return 0
	}
	rules := register.DefaultRules()
	r, err := rules.Record(m)
	if err != nil {
		return 0
	}
	return r.ISSN
}
