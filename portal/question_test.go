package portal

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/register"
	"issnd/search"
)

// TestQuestionURL: parameters that are not known stand for what is usual, and
// the address of a question asks the same question.
func TestQuestionURL(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nothing", "", "q="},
		{"words", "q=annual+review", "q=annual+review"},
		{"space around", "q=+nature+", "q=nature"},
		{"what is usual", "q=a&in=all&size=10&start=1&sort=relevance", "q=a"},
		{"everything", "start=21&size=50&sort=title&in=title&q=a", "q=a&in=title&sort=title&size=50&start=21"},
		{"values", "q=a&f=country:fr&f=medium:online&f=country:fr", "q=a&f=country%3Afr&f=medium%3Aonline"},
		{"values that are none", "q=a&f=country&f=country:&f=", "q=a"},
		{"a value with a colon", "f=region:a:b", "q=&f=region%3Aa%3Ab"},
		{"numbers that are none", "q=a&start=-1&size=11", "q=a"},
		{"a number that is too large", "q=a&start=18446744073709551616", "q=a"},
		{"more values", "q=a&more=country&from=201", "q=a&more=country&from=201"},
		{"a place among values", "q=a&from=201", "q=a"},
		{"a place far away", "q=a&start=2400001", "q=a&start=2400001"},
		{"JSON", "q=a&format=json", "q=a&format=json"},
		{"another format", "q=a&format=xml", "q=a"},
		{"signs", "q=%22%3C%26%3E%22%2B", "q=%22%3C%26%3E%22%2B"},
		{"broken UTF-8", "q=a%ffb", "q=ab"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			parse := func(s string) question {
				given, err := url.ParseQuery(s)
				if err != nil {
					t.Fatal(err)
				}
				return parseQuestion(given)
			}
			q := parse(tt.in)
			got := strings.TrimPrefix(q.url(), "/search?")
			if got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if d := cmp.Diff(q, parse(got)); d != "" {
				t.Errorf("asks otherwise (-before +after):\n%s", d)
			}
		})
	}
}

func TestNarrowing(t *testing.T) {
	q := question{Text: "a", Size: 10, Start: 31, More: "medium", From: 201, Chosen: []choice{{"country", "fr"}}}
	one, other := q.with(choice{"medium", "print"}), q.with(choice{"medium", "online"})
	if got := one.url(); got != "/search?q=a&f=country%3Afr&f=medium%3Aprint" {
		t.Error(got)
	}
	if got := other.url(); got != "/search?q=a&f=country%3Afr&f=medium%3Aonline" {
		t.Error(got)
	}
	if got := one.without(choice{"country", "fr"}).url(); got != "/search?q=a&f=medium%3Aprint" {
		t.Error(got)
	}
	if len(q.Chosen) != 1 || q.Start != 31 {
		t.Errorf("the question has changed: %+v", q)
	}
}

func TestTurn(t *testing.T) {
	for _, tt := range []struct {
		name         string
		start, total uint64
		size         int
		want         turning
	}{
		{"nothing", 1, 0, 10, turning{}},
		{"one page", 1, 10, 10, turning{}},
		{"first of two", 1, 11, 10, turning{Next: 11, Last: 11}},
		{"last of two", 11, 11, 10, turning{First: 1, Previous: 1}},
		{"in the middle", 31, 100, 10, turning{First: 1, Previous: 21, Next: 41, Last: 91}},
		{"not at the beginning of a page", 7, 30, 10, turning{First: 1, Previous: 1, Next: 17, Last: 21}},
		{"one more after a page that begins anywhere", 17, 27, 10, turning{First: 1, Previous: 7, Next: 27, Last: 27}},
		{"past the end", 1001, 25, 10, turning{First: 1, Previous: 21}},
		{"far away", 2_400_001, 2_500_000, 25, turning{First: 1, Previous: 2_399_976, Next: 2_400_026, Last: 2_499_976}},
		{"at the end of all numbers", 1<<63 - 1, 1<<64 - 1, 50, turning{First: 1, Previous: 1<<63 - 51, Next: 1<<63 + 49, Last: 1<<64 - 15}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, turn(tt.start, tt.total, tt.size)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestRead: what a question means.
func TestRead(t *testing.T) {
	points, err := search.DefaultTable()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		q     question
		want  string
		isCQL bool
	}{
		{"words", question{Text: "annual review"}, `"annual" and "review"`, false},
		{"words of titles", question{Text: "annual review", In: inTitle}, `issn.title = "annual" and issn.title = "review"`, false},
		{"words that look like operators", question{Text: "title and subject"}, `"title" and "and" and "subject"`, false},
		{"a sentence with the name of an index", question{Text: "language all over"}, `"language" and "all" and "over"`, false},
		{"an equals sign", question{Text: "E=mc2"}, `"E=mc2"`, false},
		{"CQL", question{Text: "title=nature"}, `title = nature`, true},
		{"CQL with a word for a relation", question{Text: `title any "a b"`}, `title any "a b"`, true},
		{"CQL with a prefix", question{Text: `dc.title all nature`}, `dc.title all nature`, true},
		{"CQL with an index that is not known", question{Text: `title=a and titel=b`}, `title = a and titel = b`, true},
		{"a number", question{Text: "ISSN 00280836"}, `issn.anyIssn = "0028-0836"`, false},
		{"a wrong number", question{Text: "00280837", In: inISSN}, `issn.anyIssn = "0028-0837"`, false},
		{"years", question{Text: "1990-1995"}, `issn.anyIssn = "1990-1995" or "1990-1995"`, false},
		{"the beginning of a number", question{Text: "0028*", In: inISSN}, `issn.anyIssn = "0028*"`, false},
		{"a number among titles", question{Text: "0028-0836", In: inTitle}, `issn.title = "0028-0836"`, false},
		{"everything of a value", question{Chosen: []choice{{"country", "fr"}}},
			`cql.allRecords = "1" and issn.country = "fr"`, false},
		{"values of one point", question{Text: "a b", Chosen: []choice{{"country", "fr"}, {"medium", "print"}, {"country", "de"}, {"Country", "es"}}},
			`"a" and "b" and (issn.country = "fr" or issn.country = "de" or issn.country = "es") and issn.medium = "print"`, false},
		{"a value that says more", question{Text: "a", Chosen: []choice{{"country", `fr" or "x`}}},
			`"a" and issn.country = "fr\" or \"x"`, false},
		{"an order", question{Text: "a", Order: "newest"}, `"a" sortby issn.startYear/sort.descending`, false},
		{"an order of its own", question{Text: "title=a sortby issn", Order: "title"}, `title = a sortby issn`, true},
		{"prefixes", question{Text: `> x = "info:srw/cql-context-set/1/dc-v1.1" x.title=a sortby x.title`, Chosen: []choice{{"medium", "print"}}},
			`>x="info:srw/cql-context-set/1/dc-v1.1" (>x="info:srw/cql-context-set/1/dc-v1.1" x.title = a) and issn.medium = "print" sortby x.title`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := read(points, &tt.q)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Query.String(); got != tt.want || r.CQL != tt.isCQL {
				t.Errorf("%s, CQL %v, want %s", got, r.CQL, tt.want)
			}
		})
	}
}

// TestOrders: the public is offered no order that it may not use.
func TestOrders(t *testing.T) {
	points, err := search.DefaultTable()
	if err != nil {
		t.Fatal(err)
	}
	if got := ordersFor(points, register.NewViewer("library", register.Complete)); len(got) != len(orders) {
		t.Errorf("a key opens %d of %d orders", len(got), len(orders))
	}
	for _, o := range ordersFor(points, register.Viewer{}) {
		if strings.Contains(o.point, "Year") {
			t.Errorf("the public can order by %s", o.point)
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[uint64]string{0: "0", 999: "999", 1000: "1,000", 2345678: "2,345,678"} {
		if got := grouped(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
