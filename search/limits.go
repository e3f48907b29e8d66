package search

import "time"

// Limits bounds what one request may cost. A field that is zero stands for that
// of DefaultLimits.
type Limits struct {
	Records int           // records given at once
	Terms   int           // terms of a scan, values of a facet given at once
	Facets  int           // facets of one request
	Time    time.Duration // for one search
	Checked int           // records that are read to decide whether they match a clause
}

// DefaultLimits is what a public server can bear.
func DefaultLimits() Limits {
	return Limits{Records: 1000, Terms: 1000, Facets: 20, Time: 10 * time.Second, Checked: 20_000}
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	if l.Records == 0 {
		l.Records = d.Records
	}
	if l.Terms == 0 {
		l.Terms = d.Terms
	}
	if l.Facets == 0 {
		l.Facets = d.Facets
	}
	if l.Time == 0 {
		l.Time = d.Time
	}
	if l.Checked == 0 {
		l.Checked = d.Checked
	}
	return l
}
