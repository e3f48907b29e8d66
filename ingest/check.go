package ingest

import (
	"hash/maphash"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// Severity is what a check that finds something means for the record.
type Severity uint8

// The severities.
const (
	Warning Severity = iota + 1 // it is imported as it is
	Error                       // it goes into quarantine
)

// String is "warning" or "error".
func (s Severity) String() string {
	switch s {
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return ""
}

// Check is one rule that records are held against.
type Check struct {
	Code     string // stable: reports and the quarantine name it
	Severity Severity
	// Mandatory marks what the ISSN profile of MARC 21 demands of the full
	// record of a serial. Records that are kept only for their number, such as
	// withdrawn and cancelled ones, are not held against it.
	Mandatory bool
	Doc       string // what is wrong, one sentence

	find func(c *checker)
}

// The codes of the checks that are not made by a function of the table.
const (
	codeNoISSN     = "issn-missing"
	codeWrongISSN  = "issn-wrong"
	codeUnreadable = "input-unreadable"
	codeTooLong    = "record-too-long"
)

// Checks is the table of all rules of an import besides those of reading
// (marc.Problem and marc.RecordError), in the order in which they are tried.
func Checks() []Check {
	return []Check{
		{codeUnreadable, Error, false, "The input cannot be read, or not to its end.", nil},
		{codeTooLong, Error, false, "The record is far longer than those of serials are.", nil},
		{codeNoISSN, Error, false, "Field 022 has no ISSN to keep the record under.", nil},
		{codeWrongISSN, Error, false, "The only ISSN in 022 $a is not valid.", nil},

		{"issn-other-wrong", Warning, false, "022 has another number that is not a valid ISSN.", findOtherISSN},
		{"issn-form", Warning, false, "022 $a is not written as 1234-5679.", findForm},
		{"issn-incorrect-valid", Warning, false, "022 $y, which is for incorrect numbers, has a valid ISSN.", findValidIncorrect},
		{"issn-duplicate", Warning, false, "The same import has another record (001) with this ISSN, which this one replaces.", findDuplicate},
		{"issn-l-missing", Warning, true, "There is no ISSN-L in 023 or 022 $l.", findNoISSNL},
		{"issn-l-wrong", Warning, false, "The ISSN-L or ISSN-H is not a valid ISSN and is not used.", findWrongISSNL},
		{"centre-missing", Warning, true, "022 $2 does not say which ISSN centre is responsible.", findNoCentre},
		{"key-title-missing", Warning, true, "There is no key title in 222 $a.", findNoKeyTitle},
		{"title-missing", Warning, true, "There is no title proper in 245.", findNoTitle},
		{"fixed-missing", Warning, true, "There is no 008.", findNoFixed},
		{"fixed-length", Warning, false, "008 has not 40 characters.", findFixedLength},
		{"country-missing", Warning, true, "Neither 008/15-17 nor 044 $c names a country.", findNoCountry},
		{"country-unknown", Warning, true, "008/15-17 is not in the MARC list of countries.", findUnknownCountry},
		{"medium-missing", Warning, true, "There is no 007; the medium is taken from 008/23.", findNoMedium},
		{"status-unknown", Warning, false, "The local field of the record kind has a code that is not configured; the kind is derived.", findUnknownStatus},
		{"link-wrong", Warning, false, "A link to another serial has an ISSN in $x that is not valid.", findWrongLink},
		{"oversize", Warning, false, "The record does not fit into ISO 2709 and can only be had in other formats.", findOversize},
	}
}

// finding is what a check found.
type finding struct {
	Code   string
	Field  string // tag, or "" for the record as a whole
	Detail string // for people; may be ""
}

// checker holds records against the table, one after the other.
type checker struct {
	rules  *register.Rules
	checks []Check
	seed   maphash.Seed
	seen   map[issn.ISSN]uint32 // a hash of the 001 that the ISSN came with

	rec      *register.Record
	marc     *marc.Record
	code     string
	findings []finding
}

func newChecker(rules *register.Rules) checker {
	return checker{rules: rules, checks: Checks(), seed: maphash.MakeSeed(), seen: map[issn.ISSN]uint32{}}
}

// check lists what is wrong with a record. The list is valid until the next
// call.
func (c *checker) check(rec *register.Record) []finding {
	c.rec, c.marc, c.findings = rec, rec.MARC, c.findings[:0]
	full := rec.InForce()
	for i := range c.checks {
		ch := &c.checks[i]
		if ch.find == nil || ch.Mandatory && !full {
			continue
		}
		c.code = ch.Code
		ch.find(c)
	}
	return c.findings
}

// found reports one thing that the current check is about.
func (c *checker) found(field, detail string) {
	c.findings = append(c.findings, finding{c.code, field, detail})
}
