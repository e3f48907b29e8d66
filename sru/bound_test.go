package sru

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"

	"issnd/register"
	"issnd/search"
)

// TestLongPages: very long records come on pages of a few of them, at least of
// one, and who goes on where each page ends has every record once.
func TestLongPages(t *testing.T) {
	const most = 64 << 10
	long := func(bytes int) string { return strings.Repeat("long ", bytes/5+1) }
	escaped := strings.Repeat("&", most/8) // long in documents only
	lists := [][]search.Found{
		found(t, long(most), long(most/2), long(most/2), "short"),
		found(t, escaped, escaped, escaped, "short"),
	}
	next := regexp.MustCompile(`nextRecordPosition>(\d+)<|"nextRecordPosition":(\d+)|next nofollow" href="[^"]*startRecord=(\d+)`)
	total := regexp.MustCompile(`numberOfRecords>4<|"numberOfRecords":4,|>4 records<`)
	together, escapes, twice := [][]int{{1}, {2, 3}, {4}}, [][]int{{1, 2}, {3, 4}}, [][]int{{1}, {2}, {3}, {4}}
	for _, tt := range []struct {
		name, parameters string
		kept             uint64
		records          []search.Found
		want             [][]int
	}{
		{"2.0", "", 0, lists[0], together},
		{"2.0, kept", "", 1 << 30, lists[0], together},
		{"1.1", "&version=1.1&operation=searchRetrieve", 0, lists[0], together},
		{"string", "&recordXMLEscaping=string", 0, lists[0], together},
		{"JSON", "&httpAccept=application/json", 0, lists[0], together},
		{"page", "&httpAccept=text/html", 0, lists[0], together},
		{"2.0, escaped", "", 0, lists[1], escapes},
		{"2.0, escaped, kept", "", 1 << 30, lists[1], escapes},
		{"string, escaped twice", "&recordXMLEscaping=string", 0, lists[1], twice},
		{"JSON, escaped twice", "&httpAccept=application/json", 0, lists[1], twice},
	} {
		stub := &stub{records: tt.records}
		svc := newKeepingService(t, stub, tt.kept)
		svc.most = most
		var pages [][]int
		for start := "1"; start != "" && len(pages) < len(stub.records); {
			body := handle(t, svc, "query=a&maximumRecords=1000&startRecord="+start+tt.parameters, register.Viewer{}).Body
			var given []int
			for i := range stub.records {
				if bytes.Contains(body, []byte(numbered(i).String())) {
					given = append(given, i+1)
				}
			}
			pages = append(pages, given)
			if !total.Match(body) {
				t.Errorf("%s from %s: another number of records", tt.name, start)
			}
			start = ""
			if m := next.FindSubmatch(body); m != nil {
				start = string(bytes.Join(m[1:], nil))
			}
		}
		if !slices.EqualFunc(pages, tt.want, slices.Equal) {
			t.Errorf("%s: pages of %v, want %v", tt.name, pages, tt.want)
		}
	}
}
