package harvest

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// The rules by which records are rejected besides those of an import.
const (
	ruleDeletion = "deletion-without-issn" // an identifier that names no ISSN
	ruleMetadata = "metadata-missing"      // neither deleted nor a MARCXML record
)

// record brings one record of a list into the batch. n counts the records of
// the list.
func (r *run) record(rec *record, n uint64) {
	at := marc.Position{Number: int(n)}
	if rec.deleted {
		if id, ok := number(rec.identifier); ok {
			r.feed.Withdraw(id)
		} else {
			r.feed.Reject(rec.identifier, at, ruleDeletion, "the record is deleted, and its identifier names no ISSN", []byte(rec.identifier))
		}
		return
	}
	item, err := marc.NewXMLReader(bytes.NewReader(rec.metadata), marc.Options{}).Next()
	var bad *marc.RecordError
	switch {
	case err == nil:
		item.Position = at
		r.feed.Record(rec.identifier, item, rec.amend)
	case errors.As(err, &bad):
		r.feed.Reject(rec.identifier, at, bad.Code, bad.Reason, bad.Raw)
	case err == io.EOF:
		r.feed.Reject(rec.identifier, at, ruleMetadata, "there is no MARCXML record in it", rec.metadata)
	default:
		r.feed.Reject(rec.identifier, at, ruleMetadata, err.Error(), rec.metadata)
	}
}

// number is the ISSN at the end of an OAI identifier.
func number(identifier string) (issn.ISSN, bool) {
	id, err := issn.Parse(identifier[strings.LastIndexAny(identifier, ":/")+1:])
	return id, err == nil
}

// amend takes from the sets what the MARC of the tier does not say.
func (rec *record) amend(r *register.Record) {
	if slices.Contains(rec.sets, "openaccess") {
		r.OpenAccess = true
	}
	for _, set := range rec.sets {
		name, ok := strings.CutPrefix(set, "status:")
		if !ok {
			continue
		}
		if s, ok := register.ParseStatus(name); ok && s != r.Status {
			r.Status, r.StatusSource = s, register.Given
		}
	}
}
