package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"issnd/bench/generate"
	"issnd/marc"
	"issnd/register"
	"issnd/store/remote"
)

// writer changes a served register as fast as it can and knows what must be in
// it. What it could not see the end of, because the server was killed, it does
// again: that changes nothing where it was done.
type writer struct {
	served *served
	random *rand.Rand
	rules  register.Rules

	records []*register.Record // what the register must hold
	unborn  []*marc.Record     // what it does not have yet
	version int                // in the title of the record changed last
	done    map[string]int     // changes by kind
	client  *remote.Client
}

// newWriter starts from the records that the register was made of; the others
// of full are brought in little by little.
func newWriter(s *served, g, full *generate.Generator, random *rand.Rand) (*writer, error) {
	w := &writer{served: s, random: random, rules: register.DefaultRules(), done: map[string]int{}}
	known := map[string]bool{}
	for i := range g.Len() {
		known[g.ISSN(i).String()] = true
		if err := w.put(-1, g.Record(i)); err != nil {
			return nil, err
		}
	}
	for i := range full.Len() {
		if !known[full.ISSN(i).String()] {
			w.unborn = append(w.unborn, full.Record(i))
		}
	}
	return w, nil
}

// put makes m what the register must hold as record i, or as a new one.
func (w *writer) put(i int, m *marc.Record) error {
	r, err := w.rules.Record(m)
	if err != nil {
		return err
	}
	if i < 0 {
		w.records = append(w.records, r)
	} else {
		w.records[i] = r
	}
	return nil
}

// run writes until the context ends; then everything is written.
func (w *writer) run(ctx context.Context) error {
	defer func() {
		if w.client != nil {
			w.client.Close()
		}
	}()
	for batch := 0; ctx.Err() == nil; batch++ {
		changed, err := w.change()
		if err != nil {
			return err
		}
		apply := w.apply
		if batch%16 == 15 {
			apply = w.importFile
		}
		if err := apply(changed); err != nil {
			return fmt.Errorf("batch %d: %w", batch, err)
		}
	}
	return nil
}

// change draws some records, most of them of a few that change all the time,
// and makes others of them.
func (w *writer) change() (changed []*register.Record, err error) {
	drawn := map[int]bool{}
	size := 1 + w.random.IntN(12)
	if w.random.IntN(16) == 0 {
		size = 200 // which takes longer to be seen
	}
	for range size {
		n := len(w.records)
		if w.random.IntN(4) > 0 {
			n = max(1, n/8)
		}
		drawn[w.random.IntN(n)] = true
	}
	for _, i := range slices.Sorted(maps.Keys(drawn)) {
		m, kind := clone(w.records[i].MARC), changes[w.random.IntN(len(changes))]
		kind.change(w, m)
		w.title(m)
		w.done[kind.name]++
		if err := w.put(i, m); err != nil {
			return nil, err
		}
		changed = append(changed, w.records[i])
	}
	if len(w.unborn) > 0 && w.random.IntN(4) == 0 {
		last := len(w.unborn) - 1
		if err := w.put(-1, w.unborn[last]); err != nil {
			return nil, err
		}
		w.unborn = w.unborn[:last]
		changed = append(changed, w.records[len(w.records)-1])
		w.done["create"]++
	}
	return changed, nil
}

// apply writes through the socket of the server. What is withdrawn comes
// without MARC half of the time.
func (w *writer) apply(changed []*register.Record) error {
	for i, r := range changed {
		if r.Deleted && w.random.IntN(2) == 0 {
			bare := *r
			bare.MARC = nil
			changed[i] = &bare
		}
	}
	return again(func(ctx context.Context) (err error) {
		if w.client == nil {
			if w.client, err = remote.Dial(filepath.Join(w.served.data, "issnd.sock")); err != nil {
				w.client = nil
				return err
			}
		}
		if _, err = w.client.Apply(ctx, changed); err != nil {
			w.client.Close()
			w.client = nil
		}
		return err
	})
}

// importFile writes with the command.
func (w *writer) importFile(changed []*register.Record) error {
	var iso []byte
	for _, r := range changed {
		var err error
		if iso, err = marc.AppendISO2709(iso, r.MARC); err != nil {
			return err
		}
	}
	w.done["import"]++
	return again(func(ctx context.Context) error { return w.served.importRecords(ctx, iso) })
}

// changes are what may become of a record besides a new title.
var changes = []struct {
	name   string
	change func(w *writer, m *marc.Record)
}{
	{"title", func(*writer, *marc.Record) {}},
	{"withdraw or revive", func(w *writer, m *marc.Record) {
		if m.Leader[5] = 'd'; w.random.IntN(2) == 0 {
			m.Leader[5] = 'c'
		}
	}},
	{"revive", func(_ *writer, m *marc.Record) { m.Leader[5] = 'c' }},
	{"status", func(w *writer, m *marc.Record) {
		set(m, "699", '8', w.draw("Register", "Register", "Register", "Provisional", "Legacy", "Cancelled", "Suppressed"))
	}},
	{"country", func(w *writer, m *marc.Record) {
		if w.random.IntN(2) == 0 {
			set(m, "044", 'c', w.draw("fr", "us", "de", "jp"))
			return
		}
		m.Fields = slices.DeleteFunc(m.Fields, func(f marc.Field) bool { return f.Tag == marc.T("044") })
		code(m, 15, w.draw("fr ", "gw ", "ja ", "xxu"))
	}},
	{"language", func(w *writer, m *marc.Record) { code(m, 35, w.draw("fre", "eng", "ger", "jpn")) }},
	{"medium", func(w *writer, m *marc.Record) {
		for i := range m.Fields {
			if m.Fields[i].Tag == marc.T("007") {
				m.Fields[i].Value = w.draw("ta", "cr||||||||||||", "co||||||||||||")
			}
		}
	}},
	{"centre", func(w *writer, m *marc.Record) { set(m, "022", '2', w.draw("_1", "_7", "4", "9")) }},
	{"open access", func(w *writer, m *marc.Record) { set(m, "950", 'a', w.draw("OA", "none")) }},
	{"replacement", func(w *writer, m *marc.Record) {
		set(m, "022", 'z', w.records[w.random.IntN(len(w.records))].ISSN.String())
	}},
}

func (w *writer) draw(values ...string) string { return values[w.random.IntN(len(values))] }

// title gives the record a version that its renditions show.
func (w *writer) title(m *marc.Record) {
	if title := proper(m); title != nil {
		w.version++
		plain, _, _ := strings.Cut(*title, versionMark)
		*title = fmt.Sprint(plain, versionMark, w.version, "]")
	}
}

const versionMark = " [version "

// versionOf is what title has added, or "".
func versionOf(m *marc.Record) string {
	if title := proper(m); title != nil {
		if _, v, ok := strings.Cut(*title, versionMark); ok {
			return versionMark + v
		}
	}
	return ""
}

// proper is the title proper, or nil.
func proper(m *marc.Record) *string {
	if f := m.First(marc.T("245")); f != nil {
		for i := range f.Subfields {
			if f.Subfields[i].Code == 'a' {
				return &f.Subfields[i].Value
			}
		}
	}
	return nil
}

// set gives the first field with the tag a subfield, or makes the field.
func set(m *marc.Record, tag string, code byte, value string) {
	f := m.First(marc.T(tag))
	if f == nil {
		m.Fields = append(m.Fields, marc.Field{Tag: marc.T(tag), Ind1: ' ', Ind2: ' '})
		f = &m.Fields[len(m.Fields)-1]
	}
	for i := range f.Subfields {
		if f.Subfields[i].Code == code {
			f.Subfields[i].Value = value
			return
		}
	}
	f.Subfields = append(f.Subfields, marc.Subfield{Code: code, Value: value})
}

// code writes over a part of 008.
func code(m *marc.Record, at int, value string) {
	if f := m.First(marc.T("008")); f != nil && len(f.Value) >= at+len(value) {
		f.Value = f.Value[:at] + value + f.Value[at+len(value):]
	}
}

// clone is a record that shares nothing with another that a change touches.
func clone(m *marc.Record) *marc.Record {
	c := &marc.Record{Leader: m.Leader, Fields: slices.Clone(m.Fields)}
	for i := range c.Fields {
		c.Fields[i].Subfields = slices.Clone(c.Fields[i].Subfields)
	}
	return c
}

// again tries until it succeeds, or for so long that no restart of the server
// is the reason. What is tried does not end in the middle by itself.
func again(try func(ctx context.Context) error) (err error) {
	ctx, cancel := context.WithTimeout(context.Background(), eventually)
	defer cancel()
	for ctx.Err() == nil {
		if err = try(ctx); err == nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return err
}
