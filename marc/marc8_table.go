package marc

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// marc8Codes is the mapping of MARC-8 to Unicode: facts of the code tables
// that the Library of Congress publishes. Its head describes the columns.
//
//go:embed marc8/codes.tsv.gz
var marc8Codes []byte

// The sets of MARC-8 by the final byte of the sequence that designates them
// (MARC 21 Specifications, "MARC-8 Encoding Environment").
const (
	setASCII = 'B'
	setANSEL = 'E'
	setEACC  = '1' // three bytes a character
)

// markKind tells marks, which MARC-8 writes before their letter, from letters.
type markKind uint8

const (
	letter    markKind = iota
	mark               // goes after the letter
	leftMark           // first half of a double mark, stands for the whole
	rightMark          // second half, nothing if the first was there
)

// char is what a code stands for; the zero char is a code without meaning.
type char struct {
	r    rune
	kind markKind
}

// marc8Table is immutable once loaded.
type marc8Table struct {
	single map[byte]*[256]char // by set; codes in the range of seven bits, C1 as it is
	eacc   map[uint32]rune
}

// marc8 loads the table on first use, which few programs ever make.
var marc8 = sync.OnceValue(func() *marc8Table {
	t, err := parseMARC8(marc8Codes)
	if err != nil {
		panic("marc: embedded MARC-8 table: " + err.Error())
	}
	return t
})

func parseMARC8(zipped []byte) (*marc8Table, error) {
	z, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, err
	}
	t := &marc8Table{single: make(map[byte]*[256]char), eacc: make(map[uint32]rune, 1<<14)}
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		if err := t.add(strings.Split(lines.Text(), "\t")); err != nil {
			return nil, fmt.Errorf("line %q: %w", lines.Text(), err)
		}
	}
	return t, lines.Err()
}

func (t *marc8Table) add(columns []string) error {
	if len(columns) < 3 {
		return fmt.Errorf("%d columns", len(columns))
	}
	set, err := strconv.ParseUint(columns[0], 16, 8)
	if err != nil {
		return err
	}
	code, err := strconv.ParseUint(columns[1], 16, 24)
	if err != nil {
		return err
	}
	r, err := strconv.ParseUint(columns[2], 16, 21)
	if err != nil {
		return err
	}
	if set == setEACC {
		t.eacc[uint32(code)] = rune(r)
		return nil
	}
	if t.single[byte(set)] == nil {
		t.single[byte(set)] = new([256]char)
	}
	c := char{r: rune(r)}
	if len(columns) > 3 {
		c.kind = map[string]markKind{"c": mark, "l": leftMark, "r": rightMark}[columns[3]]
	}
	t.single[byte(set)][byte(code)] = c
	return nil
}

// lookup is the character of a one-byte code in a set.
func (t *marc8Table) lookup(set, code byte) char {
	if set == setASCII {
		return char{r: rune(code)}
	}
	if s := t.single[set]; s != nil {
		return s[code]
	}
	return char{}
}
