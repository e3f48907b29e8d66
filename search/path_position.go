package search

import (
	"bytes"
	"slices"
	"strings"

	"issnd/marc"
)

// controlFields are the control fields that are searched as a whole, each with
// what its point is made of.
var controlFields = map[marc.Tag]*Point{
	tag001: {Title: "Control number", Normal: identifierForm, Masked: identifierMasked},
	tag003: {Title: "Control number identifier"},
	tag005: {Title: "Date and time of latest transaction"},
}

// codedPosition is a coded position, or a run of them.
type codedPosition struct {
	name     string
	tag      marc.Tag
	from, to int
	title    string
}

// index is the name as it needs no quotation marks: "008.18".
func (p *codedPosition) index() string { return strings.Replace(p.name, "/", ".", 1) }

// normal is a code as wide as the position.
func (p *codedPosition) normal(s string) (string, bool) {
	coded, known := appendCoded(nil, s)
	if s == "" || len(coded) > p.to-p.from {
		return "", false
	}
	return string(p.fill(coded)), known
}

// fill makes a code as wide as the position with blanks after it.
func (p *codedPosition) fill(coded []byte) []byte {
	return append(coded, bytes.Repeat([]byte{'#'}, p.to-p.from-len(coded))...)
}

// masked is the patterns of a code that is narrower than the position too: as
// many blanks follow it as fit.
func (p *codedPosition) masked(parts []Part) (patterns []Pattern, ok bool) {
	coded, room, run := make([]Part, len(parts)), p.to-p.from, false
	for i, part := range parts {
		text, _ := appendCoded(nil, part.Text)
		coded[i] = Part{Text: string(text), Any: part.Any, One: part.One}
		run = run || part.Any
		if room -= len(text); part.One {
			room--
		}
	}
	if parts[len(parts)-1].Any {
		return []Pattern{{Parts: compact(coded)}}, room >= 0
	}
	for blanks := range room + 1 {
		if run || blanks == room {
			patterns = append(patterns, Pattern{Parts: compact(slices.Concat(coded, []Part{{Text: strings.Repeat("#", blanks)}}))})
		}
	}
	return patterns, room >= 0
}

// appendCoded appends coded values as they are indexed: in small letters, with
// # for a blank and | for what is not coded or no code. It reports whether
// anything is coded.
func appendCoded(dst []byte, s string) (coded []byte, known bool) {
	for _, c := range []byte(s) {
		switch {
		case c == '|' || c >= 0x7F || c < ' ':
			c = '|'
		case c == ' ', c == '^', c == '\\':
			c = '#'
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		}
		known = known || c != '|'
		dst = append(dst, c)
	}
	return dst, known
}

// positions are the coded positions that are indexed, by name.
var positions = func() map[string]*codedPosition {
	all := map[string]*codedPosition{}
	for i := range positionList {
		all[positionList[i].name] = &positionList[i]
	}
	return all
}()

var tagLeader = marc.T("ldr")

// positionList is the coded positions of continuing resources (MARC 21 008)
// and those of the leader and 007 that tell kinds of material. Days are points
// of their own.
var positionList = []codedPosition{
	{"ldr/05", tagLeader, 5, 6, "Record status"},
	{"ldr/06", tagLeader, 6, 7, "Type of record"},
	{"ldr/07", tagLeader, 7, 8, "Bibliographic level"},
	{"ldr/17", tagLeader, 17, 18, "Encoding level"},
	{"ldr/18", tagLeader, 18, 19, "Descriptive cataloging form"},
	{"007/00", tag007, 0, 1, "Category of material"},
	{"007/01", tag007, 1, 2, "Specific material designation"},
	{"007/00-01", tag007, 0, 2, "Category and designation of material"},
	{"008/06", tag008, 6, 7, "Publication status"},
	{"008/07-10", tag008, 7, 11, "Beginning date of publication"},
	{"008/11-14", tag008, 11, 15, "Ending date of publication"},
	{"008/15-17", tag008, 15, 18, "Place of publication"},
	{"008/18", tag008, 18, 19, "Frequency"},
	{"008/19", tag008, 19, 20, "Regularity"},
	{"008/21", tag008, 21, 22, "Type of continuing resource"},
	{"008/22", tag008, 22, 23, "Form of original item"},
	{"008/23", tag008, 23, 24, "Form of item"},
	{"008/24", tag008, 24, 25, "Nature of entire work"},
	{"008/25-27", tag008, 25, 28, "Nature of contents, all three codes"},
	{"008/25", tag008, 25, 26, "Nature of contents, first code"},
	{"008/26", tag008, 26, 27, "Nature of contents, second code"},
	{"008/27", tag008, 27, 28, "Nature of contents, third code"},
	{"008/28", tag008, 28, 29, "Government publication"},
	{"008/29", tag008, 29, 30, "Conference publication"},
	{"008/33", tag008, 33, 34, "Original alphabet or script of title"},
	{"008/34", tag008, 34, 35, "Entry convention"},
	{"008/35-37", tag008, 35, 38, "Language"},
	{"008/38", tag008, 38, 39, "Modified record"},
	{"008/39", tag008, 39, 40, "Cataloging source"},
}
