package oaipmh

import "strings"

// Code names an error condition of the protocol (OAI-PMH 2.0 §3.6).
type Code string

// The error conditions.
const (
	BadVerb                 Code = "badVerb"
	BadArgument             Code = "badArgument"
	BadResumptionToken      Code = "badResumptionToken"
	CannotDisseminateFormat Code = "cannotDisseminateFormat"
	IDDoesNotExist          Code = "idDoesNotExist"
	NoRecordsMatch          Code = "noRecordsMatch"
	NoSetHierarchy          Code = "noSetHierarchy"
)

// Error is one error condition with a sentence for people.
type Error struct {
	Code    Code
	Message string
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// Errors is all that is wrong with one request, never empty.
type Errors []Error

func (es Errors) Error() string {
	all := make([]string, len(es))
	for i := range es {
		all[i] = es[i].Error()
	}
	return strings.Join(all, "; ")
}

// refuse is an error with one condition.
func refuse(c Code, message string) Errors { return Errors{{c, message}} }
