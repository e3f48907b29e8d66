package codes

import (
	"fmt"
	"io"
	"strings"
	"sync"
)

// Centre is one ISSN centre of 022 $2. The whole list belongs to the network
// and is not public: a code that is not known stays what it is.
type Centre struct {
	Code    string // as in 022 $2
	Name    string // in English
	Country string // ISO 3166 alpha-2
}

// Centres is a table of ISSN centres. The zero Centres is empty.
type Centres struct {
	byCode map[string]Centre
	all    []Centre
}

var defaultCentres = sync.OnceValue(func() *Centres {
	c := &Centres{byCode: map[string]Centre{}}
	for f := range rows("centres.tsv") {
		c.add(Centre{Code: f[0], Name: f[1], Country: f[2]})
	}
	return c
})

// DefaultCentres is the table of the few centres whose codes are public.
func DefaultCentres() *Centres { return defaultCentres() }

// LoadCentres reads a table of centres: a line of headings, then code, name
// and ISO country code of one centre a line, separated by tabs.
func LoadCentres(r io.Reader) (*Centres, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("codes: table of centres: %w", err)
	}
	c := &Centres{byCode: map[string]Centre{}}
	for f := range lines(string(text)) {
		if len(f) != 3 || f[0] == "" || f[1] == "" {
			return nil, fmt.Errorf("codes: table of centres: %q is not code, name and country",
				strings.Join(f, "\t"))
		}
		c.add(Centre{Code: f[0], Name: f[1], Country: f[2]})
	}
	return c, nil
}

func (c *Centres) add(centre Centre) {
	if _, ok := c.byCode[centre.Code]; !ok {
		c.all = append(c.all, centre)
	}
	c.byCode[centre.Code] = centre
}

// Lookup finds the centre with the code.
func (c *Centres) Lookup(code string) (Centre, bool) {
	centre, ok := c.byCode[code]
	return centre, ok
}

// All yields the centres in the order of the table.
func (c *Centres) All() func(yield func(Centre) bool) { return each(c.all) }
