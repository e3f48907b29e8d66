package ingest

import (
	"cmp"
	"slices"

	"issnd/register"
)

// Report counts what became of the records of an import. Read is the sum of
// the six counts that follow it.
type Report struct {
	Read      uint64 `json:"read"`
	Created   uint64 `json:"created"`
	Updated   uint64 `json:"updated"`
	Unchanged uint64 `json:"unchanged"`
	Withdrawn uint64 `json:"withdrawn"`
	Revived   uint64 `json:"revived"`
	Rejected  uint64 `json:"rejected"`

	Errors   []Count `json:"errors"`   // rejected records by rule, most frequent first
	Warnings []Count `json:"warnings"` // what is wrong with imported records, likewise

	Seq        uint64  `json:"seq"`      // sequence number of the store after the last batch
	Seconds    float64 `json:"seconds"`  // from beginning to end
	Complete   bool    `json:"complete"` // all inputs were read to their end
	DryRun     bool    `json:"dryRun"`   // nothing was written
	Quarantine string  `json:"quarantine,omitempty"`
}

// Count is how often a rule applied, with the first cases of it.
type Count struct {
	Rule     string    `json:"rule"`
	Doc      string    `json:"doc,omitempty"` // what the rule says; "" for those of reading
	Count    uint64    `json:"count"`
	Examples []Example `json:"examples"`
}

// Example is one case of a rule.
type Example struct {
	File   string `json:"file"`
	Number int    `json:"number"` // of the record in the file, from 1; 0 for the file itself
	ISSN   string `json:"issn,omitempty"`
	Field  string `json:"field,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// maxExamples is how many cases of a rule a report names.
const maxExamples = 5

func newReport() *Report { return &Report{Errors: []Count{}, Warnings: []Count{}} }

// add counts a batch that is on disk.
func (r *Report) add(b *batch, outcomes []register.Outcome) {
	r.Read += b.read
	r.Rejected += uint64(len(b.rejected))
	for _, o := range outcomes {
		switch o {
		case register.Created:
			r.Created++
		case register.Updated:
			r.Updated++
		case register.Unchanged:
			r.Unchanged++
		case register.Withdrawn:
			r.Withdrawn++
		case register.Revived:
			r.Revived++
		}
	}
	for i := range b.rejected {
		x := &b.rejected[i]
		if c := count(&r.Errors, x.rule); len(c.Examples) < maxExamples {
			c.Examples = append(c.Examples, Example{File: x.file, Number: x.position.Number, Detail: x.reason})
		}
	}
	for i := range b.warnings {
		x := &b.warnings[i]
		if c := count(&r.Warnings, x.Code); len(c.Examples) < maxExamples {
			c.Examples = append(c.Examples, Example{x.file, x.number, x.record.ISSN.String(), x.Field, x.Detail})
		}
	}
	mostFrequentFirst(r.Errors)
	mostFrequentFirst(r.Warnings)
}

// count adds one to the count of a rule. There are few rules, so that a walk
// is as fast as a map.
func count(list *[]Count, rule string) *Count {
	for i := range *list {
		if c := &(*list)[i]; c.Rule == rule {
			c.Count++
			return c
		}
	}
	*list = append(*list, Count{Rule: rule, Doc: docOf(rule), Count: 1})
	return &(*list)[len(*list)-1]
}

func docOf(rule string) string {
	for _, c := range Checks() {
		if c.Code == rule {
			return c.Doc
		}
	}
	return ""
}

func mostFrequentFirst(list []Count) {
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Rule, b.Rule))
	})
}
