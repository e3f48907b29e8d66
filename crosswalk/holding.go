package crosswalk

import (
	"strings"

	"issnd/marc"
	"issnd/register"
)

// Holding is what an agency of the Keepers Registry preserves of a serial: one
// local field 920 (profile §2.9). Fields that the register does not state are
// "".
type Holding struct {
	Agency   string // name of the agency
	Code     string // its code, for example "portico"
	Status   string // as the agency says it: "Preserved", "In Progress", "Triggered"
	Extent   string // full statement of what is held, else the short one
	Coverage string // years held as the agency gives them: "1869/2005", "2021/", "0000/2024"
	Updated  string // day of the agency's last report, YYYY-MM-DD
	URL      string // page of the agency on the serial, on the web
}

// holdings yields the Keepers holdings of a view in record order. Fields 920
// that other libraries use for notes of their own have no agency code or no
// status and are passed over.
func holdings(v *register.View) func(yield func(Holding) bool) {
	return func(yield func(Holding) bool) {
		for f := range v.MARC().Each(tag920) {
			h := Holding{
				Agency: cleanText(f.Get('g')), Code: f.Get('h'), Status: cleanText(f.Get('i')),
				Extent: cleanText(f.Get('k')), Coverage: coverage(f), Updated: f.Get('l'),
			}
			h.URL, _ = webIRI(f.Get('m'))
			if h.Code == "" || h.Status == "" {
				continue
			}
			if h.Agency == "" {
				h.Agency = keeperName(h.Code)
			}
			if h.Extent == "" {
				h.Extent = cleanText(f.Get('j'))
			}
			if !isDate(h.Updated) {
				h.Updated = ""
			}
			if !yield(h) {
				return
			}
		}
	}
}

// coverage is the years of 920 $e and $f with a slash between them.
func coverage(f *marc.Field) string {
	start, end := strings.TrimSpace(f.Get('e')), strings.TrimSpace(f.Get('f'))
	if start == "" && end == "" {
		return ""
	}
	return start + "/" + end
}

var tag920 = marc.T("920")
