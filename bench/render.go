package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
)

// render compares our writers with knakk/rdf's Turtle encoder and json-gold
// for the graph of one complete record. The benchmarks are those of packages
// rdf and rdf/jsonld.
func (b *bench) render() error {
	var out bytes.Buffer
	if err := b.command(&out, "go", "test", "-run", "^$", "-bench", "Turtle$|NTriples$|RDFXML$|JSONLD$|JSONGold$", "-count", fmt.Sprint(b.runs), "./rdf", "./rdf/jsonld"); err != nil {
		return err
	}
	times := map[string][]float64{}
	for _, m := range benchmarkLine.FindAllStringSubmatch(out.String(), -1) {
		ns, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			return err
		}
		times[m[1]] = append(times[m[1]], ns)
	}
	for _, c := range []struct {
		ours, theirs string
		target       float64
	}{
		{"Turtle", "KnakkTurtle", 8}, {"NTriples", "KnakkTurtle", 8}, {"RDFXML", "KnakkTurtle", 8},
		{"JSONLD", "JSONGold", 50},
	} {
		ours, theirs := times[c.ours], times[c.theirs]
		if len(ours) == 0 || len(theirs) == 0 {
			return fmt.Errorf("no benchmark of %s and %s in:\n%s", c.ours, c.theirs, out.String())
		}
		b.atLeast("render "+c.ours+": speed of "+c.theirs, median(theirs)/median(ours), c.target)
	}
	return nil
}

var benchmarkLine = regexp.MustCompile(`(?m)^Benchmark(\w+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op`)
