package crosswalk

import (
	"strings"

	"issnd/marc"
	"issnd/register"
)

// csvColumns are the columns of the table and what each holds. They are the
// same for every tier; a cell is empty where the view does not show it.
var csvColumns = [...]struct {
	name string
	cell func(c *csvRow)
}{
	{"issn", func(c *csvRow) { c.text(c.head.ISSN.String()) }},
	{"issn_l", func(c *csvRow) { c.text(c.head.ISSNL.String()) }},
	{"issn_h", func(c *csvRow) { c.text(c.head.ISSNH.String()) }},
	{"status", func(c *csvRow) { c.text(strings.ToLower(recordKind(c.head))) }},
	{"replaced_by", func(c *csvRow) { c.text(c.v.Replacement().String()) }},
	{"key_title", func(c *csvRow) { c.title(tag222) }},
	{"title_proper", func(c *csvRow) { c.title(tag245) }},
	{"abbreviated_key_title", func(c *csvRow) { c.title(tag210) }},
	{"variant_titles", func(c *csvRow) { c.title(tag246) }},
	{"medium", (*csvRow).medium},
	{"country", func(c *csvRow) { c.text(countryName(c.r)) }},
	{"country_iso", func(c *csvRow) { c.text(countryOf(c.r).ISO) }},
	{"urls", func(c *csvRow) { c.subfields(tag856, "u") }},
	{"other_media_issns", func(c *csvRow) { c.links(776) }},
	{"cancelled_issns", func(c *csvRow) { c.subfields(tag022, "z") }},
	{"incorrect_issns", func(c *csvRow) { c.subfields(tag022, "y") }},
	{"cancelled_issn_ls", func(c *csvRow) { c.subfields(tag022, "m") }},
	{"publisher", func(c *csvRow) { c.publisher('b') }},
	{"place", func(c *csvRow) { c.publisher('a') }},
	{"start", func(c *csvRow) { start, _ := years(c.r); c.text(start) }},
	{"end", (*csvRow).end},
	{"language", (*csvRow).languages},
	{"frequency", func(c *csvRow) { c.text(frequencyName(c.r)) }},
	{"type", func(c *csvRow) { c.text(typeName(c.r)) }},
	{"dewey", func(c *csvRow) { c.subfields(tag082, "a") }},
	{"udc", func(c *csvRow) { c.subfields(tag080, "a") }},
	{"coden", func(c *csvRow) { c.subfields(tag030, "a") }},
	{"predecessors", func(c *csvRow) { c.links(780) }},
	{"successors", func(c *csvRow) { c.links(785) }},
	{"open_access", (*csvRow).openAccess},
	{"centre", func(c *csvRow) { c.text(centre(c.v)) }},
	{"modified", func(c *csvRow) { c.text(modifiedDate(c.v)) }},
	{"tier", func(c *csvRow) { c.text(c.v.Tier().String()) }},
	{"licence", func(c *csvRow) { c.text(c.o.License) }},
}

// CSVHeader is the row of column names with the CR LF that ends it.
func CSVHeader() string {
	var b strings.Builder
	for i := range csvColumns {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(csvColumns[i].name)
	}
	b.WriteString("\r\n")
	return b.String()
}

// AppendCSV appends the record as one row of the table that CSVHeader begins
// (RFC 4180), ended by CR LF. Several values in a cell stand with " | " between
// them. Control characters, line breaks among them, become spaces, so that a
// row is always a line. A cell that begins with =, +, -, @ or a full-width form
// of one of them gets an apostrophe in front, because spreadsheets would take
// it for a formula; a reader who wants the value back drops an apostrophe that
// stands before one of these characters.
func AppendCSV(dst []byte, v *register.View, o *Options) []byte {
	c := csvRow{buf: dst, v: v, o: o, r: v.MARC(), head: v.Head()}
	if v.Minimum() {
		c.r, c.head = minimumRecord(c.r, c.head)
	}
	for i := range csvColumns {
		if i > 0 {
			c.buf = append(c.buf, ',')
		}
		c.start = len(c.buf)
		csvColumns[i].cell(&c)
		c.quote()
	}
	return append(c.buf, '\r', '\n')
}

// minimumRecord is what a row says of a number that is not in force, whoever
// asks: what the head knows of number and status, and no field at all.
func minimumRecord(r *marc.Record, h register.Head) (*marc.Record, register.Head) {
	h.ISSNL, h.ISSNH, h.Media, h.OpenAccess = 0, 0, 0, false
	return &marc.Record{Leader: r.Leader}, h
}
