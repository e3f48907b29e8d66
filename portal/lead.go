package portal

import (
	"strings"

	"issnd/codes"
	"issnd/cql"
	"issnd/crosswalk"
	"issnd/register"
	"issnd/search"
)

// lead is where the value of a row leads: to a search for the same value.
type lead struct {
	index string        // CQL name of the point
	tier  register.Tier // who may search it
	words bool          // what the public may see of it is found by All
	list  *codes.List   // the only values that can be searched, nil for all
}

// leads are the searches that values of a record lead to.
type leads struct {
	byLabel  map[string]lead
	bySearch map[crosswalk.Search]lead
	title    lead
}

// leadRows lists the rows whose values are codes in words, with their points.
var leadRows = [...]struct {
	label, point string
	list         codes.List
	coded        bool
}{
	{label: "Medium", point: "issn.medium"},
	{label: "Country", point: "issn.country"},
	{label: "Language", point: "issn.language"},
	{label: "ISSN centre", point: "issn.centre"},
	{label: "Access", point: "issn.openAccess"},
	{label: "Dewey Decimal Classification", point: "issn.dewey"},
	{label: "Universal Decimal Classification", point: "issn.udc"},
	{"Status", "issn.publicationStatus", codes.PublicationStatus, true},
	{"Frequency", "issn.frequency", codes.Frequency, true},
	{"Type of resource", "issn.type", codes.ResourceType, true},
	{"Alphabet of title", "issn.alphabet", codes.Alphabet, true},
}

func newLeads(t *search.Table) leads {
	l := leads{byLabel: map[string]lead{}, bySearch: map[crosswalk.Search]lead{}}
	for i := range leadRows {
		row := &leadRows[i]
		if one, ok := newLead(t, row.point); ok {
			if row.coded {
				one.list = &row.list
			}
			l.byLabel[row.label] = one
		}
	}
	for s, point := range map[crosswalk.Search]string{
		crosswalk.SearchSubject: "issn.subject", crosswalk.SearchPublisher: "issn.publisher",
		crosswalk.SearchPlace: "issn.place", crosswalk.SearchCorporate: "issn.corporateContributor",
	} {
		if one, ok := newLead(t, point); ok {
			l.bySearch[s] = one
		}
	}
	l.title, _ = newLead(t, pointTitle)
	return l
}

func newLead(t *search.Table, point string) (lead, bool) {
	p, err := t.Find(cql.ParseName(point))
	if err != nil {
		return lead{}, false
	}
	return lead{index: p.Name(), tier: p.Tier, words: p.Kind == search.Text}, true
}

// of is the search that a value leads to, "" for none. A page is the same for
// everyone who may see as much of the record. So on one that is complete for
// the public too, values of what needs a key lead to a search of everything,
// which finds what the public may see of it.
func (l *leads) of(v *register.View, section, label string, value *crosswalk.Value) string {
	one, ok := l.bySearch[value.Search]
	if !ok {
		one, ok = l.byLabel[label]
	}
	if !ok && section == "related" {
		one, ok = l.title, l.title.index != ""
	}
	if !ok || one.list != nil && !listed(*one.list, value.Text) {
		return ""
	}
	head := v.Head()
	if one.tier > register.Released && (register.Viewer{}).Tier(&head) > register.Released {
		if !one.words {
			return ""
		}
		one.index = "anywhere"
	}
	term := value.Text
	switch label {
	case "Medium":
		term = strings.ReplaceAll(term, " ", "")
	case "ISSN centre":
		if value.Note != "" {
			term = value.Note
		}
	case "Access":
		term = "yes"
	}
	return searchHref(one.index, term)
}

func listed(l codes.List, text string) bool {
	for _, label := range l.All() {
		if label == text {
			return true
		}
	}
	return false
}

// searchHref is the address of the search for the records that have the value
// in the index, "" if there is no word in it.
func searchHref(index, value string) string {
	if search.Fold(value) == "" {
		return ""
	}
	const room = 200
	b := append(append(append(make([]byte, 0, room), searchPath+"?q="...), index...), "%3D%22"...)
	b = appendQuery(b, cql.NewTerm(value).Raw)
	return string(append(b, "%22"...))
}

// appendQuery appends s as a part of the query of a URL.
func appendQuery(b []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.', c == '_', c == '~':
			b = append(b, c)
		case c == ' ':
			b = append(b, '+')
		default:
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return b
}
