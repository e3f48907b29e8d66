package crosswalk

import (
	"unicode/utf8"

	"issnd/marc"
	"issnd/register"
)

// csvRow appends the cells of a row to buf; start is where the present one
// begins.
type csvRow struct {
	buf   []byte
	start int
	v     *register.View
	o     *Options
	r     *marc.Record  // without fields where v is minimum
	head  register.Head // likewise
}

// text adds one value to the cell.
func (c *csvRow) text(s string) {
	if s == "" {
		return
	}
	if len(c.buf) > c.start {
		c.buf = append(c.buf, " | "...)
	} else if formula(s) {
		c.buf = append(c.buf, '\'')
	}
	start := 0
	for i := 0; i < len(s); {
		if s[i] >= ' ' && s[i] < 0x7F {
			i++
			continue
		}
		c.buf = append(c.buf, s[start:i]...)
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r < ' ' || r >= 0x7F && r < 0xA0 || r == '\u2028' || r == '\u2029':
			c.buf = append(c.buf, ' ')
		case r == utf8.RuneError && n == 1:
			c.buf = append(c.buf, "\uFFFD"...)
		default:
			c.buf = append(c.buf, s[i:i+n]...)
		}
		i += n
		start = i
	}
	c.buf = append(c.buf, s[start:]...)
}

// formula reports whether a spreadsheet may take a cell that begins like s for
// a formula. Space and control characters before it do not hinder that.
func formula(s string) bool {
	for _, r := range s {
		switch r {
		case '=', '+', '-', '@', '＝', '＋', '－', '＠':
			return true
		}
		if r > ' ' && r != '\u00A0' && r != '\uFEFF' {
			return false
		}
	}
	return false
}

// quote puts quotation marks around the cell if it needs them.
func (c *csvRow) quote() {
	cell := c.buf[c.start:]
	marks, special := 0, false
	for _, b := range cell {
		switch b {
		case '"':
			marks++
		case ',', ';':
			special = true
		}
	}
	if marks == 0 && !special && (len(cell) == 0 || cell[0] != ' ' && cell[len(cell)-1] != ' ') {
		return
	}
	n := len(cell)
	for range marks + 2 {
		c.buf = append(c.buf, 0)
	}
	out := len(c.buf) - 1
	c.buf[out] = '"'
	for i := c.start + n - 1; i >= c.start; i-- {
		out--
		c.buf[out] = c.buf[i]
		if c.buf[out] == '"' {
			out--
			c.buf[out] = '"'
		}
	}
	c.buf[c.start] = '"'
}

func (c *csvRow) title(tag marc.Tag) {
	for f := range c.r.Each(tag) {
		c.text(titleOf(f, tag))
		if alt := original(c.r, f); alt != nil {
			c.text(titleOf(alt, tag))
		}
	}
}

func (c *csvRow) subfields(tag marc.Tag, codes string) {
	for f := range c.r.Each(tag) {
		for i := range f.Subfields {
			if selected(f.Subfields[i].Code, codes) {
				c.text(cleanText(f.Subfields[i].Value))
			}
		}
	}
}

// links writes the ISSN of each linking entry with the tag, else its title.
func (c *csvRow) links(tag int) {
	for i := range c.r.Fields {
		f := &c.r.Fields[i]
		if tagNumber(f.Tag) != tag {
			continue
		}
		if id := linked(f); !id.IsZero() {
			c.text(id.String())
		} else {
			c.text(linkedTitle(f))
		}
	}
}

func (c *csvRow) medium() {
	for m := range c.head.Media.All() {
		c.text(mediumName(m))
	}
}

// publisher writes a part of the statement of the current publisher.
func (c *csvRow) publisher(code byte) {
	if f := currentPublication(c.r); f != nil {
		for s := range f.All(code) {
			c.text(point(statement(s)))
		}
	}
}

// end writes the last year, and nothing for what goes on.
func (c *csvRow) end() {
	if _, end := years(c.r); end != ongoing {
		c.text(end)
	}
}

func (c *csvRow) languages() {
	for code := range languages(c.r) {
		c.text(code)
	}
}

func (c *csvRow) openAccess() {
	if c.head.OpenAccess {
		c.text("true")
	}
}
