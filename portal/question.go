package portal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// searchPath is where people search.
const searchPath = "/search"

// criterion is what the box of a search is compared with.
type criterion string

// The criteria, the values of ?in=.
const (
	inAll   criterion = ""
	inISSN  criterion = "issn"
	inTitle criterion = "title"
)

// pageSizes lists how many records a page may have, the first where nobody
// says, and the last for JSON that asks for more.
var pageSizes = [...]int{10, 25, 50}

// question is what the address of a search asks for. Its zero value asks for
// nothing.
type question struct {
	Text   string
	In     criterion
	Start  uint64 // position of the first record, from 1
	Size   int
	Order  string   // name of an order, "" for relevance
	Chosen []choice // values of facets; those of one point are alternatives
	More   string   // the point of which more values are wanted
	From   int      // position of the first of them, from 1
	JSON   bool
}

// choice is a value of a facet that the records have, or another one of its
// point.
type choice struct{ Point, Value string }

// mostChoices is how many values of facets one search may combine.
const mostChoices = 20

// parseQuestion reads the parameters of an address. What it does not know it
// takes for what is usual, since people follow old links and write addresses by
// hand.
func parseQuestion(given url.Values) question {
	q := question{
		Text: strings.TrimSpace(strings.ToValidUTF8(given.Get("q"), "")),
		In:   criterion(given.Get("in")), Start: 1, Size: pageSizes[0],
		Order: given.Get("sort"), More: given.Get("more"), From: 1, JSON: given.Get("format") == "json",
	}
	if q.In != inISSN && q.In != inTitle {
		q.In = inAll
	}
	if n, err := strconv.ParseUint(given.Get("start"), 10, 63); err == nil && n > 0 {
		q.Start = n
	}
	if n, err := strconv.Atoi(given.Get("size")); err == nil && slices.Contains(pageSizes[:], n) {
		q.Size = n
	}
	if n, err := strconv.ParseUint(given.Get("from"), 10, 31); err == nil && n > 0 && q.More != "" {
		q.From = int(n)
	}
	if orderNamed(q.Order) == nil {
		q.Order = ""
	}
	for _, f := range given["f"] {
		point, value, ok := strings.Cut(strings.ToValidUTF8(f, ""), ":")
		if c := (choice{point, value}); ok && value != "" && len(q.Chosen) < mostChoices && !slices.Contains(q.Chosen, c) {
			q.Chosen = append(q.Chosen, c)
		}
	}
	return q
}

// empty reports whether there is nothing to search for.
func (q question) empty() bool { return q.Text == "" && len(q.Chosen) == 0 }

// url is the address that asks the question, always the same for the same
// question. Parameters that say what is usual are left out.
func (q question) url() string {
	var b strings.Builder
	b.WriteString(searchPath + "?q=" + url.QueryEscape(q.Text))
	add := func(name, value string) {
		if value != "" {
			b.WriteString("&" + name + "=" + url.QueryEscape(value))
		}
	}
	add("in", string(q.In))
	for _, c := range q.Chosen {
		add("f", c.Point+":"+c.Value)
	}
	add("sort", q.Order)
	if q.Size != pageSizes[0] {
		add("size", strconv.Itoa(q.Size))
	}
	if q.Start > 1 {
		add("start", strconv.FormatUint(q.Start, 10))
	}
	add("more", q.More)
	if q.From > 1 {
		add("from", strconv.Itoa(q.From))
	}
	if q.JSON {
		add("format", "json")
	}
	return b.String()
}

// at is the question for the page that begins with a record.
func (q question) at(start uint64) question {
	q.Start = start
	return q
}

// values is the question with more values of a point, from one position on.
func (q question) values(point string, from int) question {
	q.Start, q.More, q.From = 1, point, from
	return q
}

// with is the question with one more value, from the first record on.
func (q question) with(c choice) question {
	q = q.values("", 1)
	q.Chosen = append(slices.Clip(q.Chosen), c)
	return q
}

// without is the question without one of its values.
func (q question) without(c choice) question {
	q = q.values("", 1)
	q.Chosen = slices.DeleteFunc(slices.Clone(q.Chosen), func(d choice) bool { return d == c })
	return q
}

// searchFor is the address of a search for a query in the syntax of the box.
func searchFor(text string) string { return question{Text: text, Size: pageSizes[0]}.url() }
