package dump

import (
	"slices"
	"time"

	"issnd/register"
)

// audience is the one for whom a dump is made: the public or a subscriber.
type audience struct{ viewer register.Viewer }

func newAudience(t register.Tier) audience {
	if t == register.Released {
		return audience{}
	}
	return audience{register.NewViewer("dump", t)}
}

// live reports whether the audience may harvest the record.
func (a audience) live(r *register.Record) bool {
	if a.viewer.Public() {
		return r.Public()
	}
	return !r.Deleted
}

// told reports whether a dump says anything of the record: the public is told
// of a deletion only where it could harvest the record before.
func (a audience) told(r *register.Record) bool {
	return !a.viewer.Public() || r.Public() || slices.Contains(r.Past, register.Membership{Public: true})
}

// view is what the audience may see of a record.
func (a audience) view(r *register.Record) *register.View {
	return r.View(a.viewer.Tier(&r.Head))
}

// deletions is the file of what is no longer to be used. It is in every dump.
func deletions() *Kind {
	return &Kind{
		Name: "deletions", Title: "Numbers that are withdrawn or replaced, a table", File: "deletions.tsv", MediaType: tableType, level: usual,
		head: "ISSN\tstatus\treplacement\tdatestamp\trecord\n",
	}
}

// appendDeletion appends the row of a record that is withdrawn, replaced or, to
// this audience, not there any more. Others have none. The last column tells
// whether the other files have the record nevertheless.
func (a audience) appendDeletion(dst []byte, r *register.Record) []byte {
	live := a.live(r)
	if live && r.InForce() {
		return dst
	}
	v := a.view(r)
	dst = append(r.ISSN.AppendTo(dst), '\t')
	dst = append(append(dst, a.status(r)...), '\t')
	dst = append(v.Replacement().AppendTo(dst), '\t')
	dst = r.Updated.UTC().AppendFormat(dst, time.RFC3339)
	if live {
		return append(dst, "\tyes\n"...)
	}
	return append(dst, "\tno\n"...)
}

// status is the kind of a record, or "withdrawn" where that says nothing of why
// it is gone: the public is not to know that a number is unreported.
func (a audience) status(r *register.Record) string {
	if r.Deleted && !r.Status.Minimal() || r.Status == register.Unreported && a.viewer.Public() {
		return "withdrawn"
	}
	return r.Status.String()
}
