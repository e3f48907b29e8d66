package register

import (
	"issnd/issn"
	"issnd/marc"
)

// View is what one tier may see of a record. It is the only thing that
// renderers accept, and only Record.View makes one.
type View struct {
	head        Head
	tier        Tier
	minimum     bool
	replacement issn.ISSN
	rec         *marc.Record
}

// View is the record as the tier may see it. For the released tier a record
// that is not confirmed shows only its minimum record: identifier, status,
// date, centre and replacement.
func (r *Record) View(t Tier) *View {
	v := r.view(t)
	return &v
}

func (r *Record) view(t Tier) View {
	v := View{head: r.Head, tier: t, replacement: r.Replacement}
	v.minimum = r.Deleted || r.Status.Minimal() || (t == Released && r.Status != Confirmed)
	switch {
	case t == Administrative:
		v.rec = r.MARC
	case t == Complete:
		v.rec = complete(r.MARC)
	case v.minimum:
		v.head.ISSNL, v.head.ISSNH, v.head.Media, v.head.OpenAccess = 0, 0, 0, false
		v.rec = minimum(r)
	default:
		v.head.ISSNH = 0
		v.rec = released(r)
	}
	return v
}

// Head is what the tier may know of the record besides its fields.
func (v *View) Head() Head { return v.head }

// Tier is the tier that the view was made for.
func (v *View) Tier() Tier { return v.tier }

// Minimum reports whether linked data shows only the minimum record: that of
// a cancelled, suppressed, unreported or withdrawn number, and for the public
// that of every record that is not confirmed.
func (v *View) Minimum() bool { return v.minimum }

// Replacement is the ISSN to use instead of a cancelled one, or zero.
func (v *View) Replacement() issn.ISSN { return v.replacement }

// MARC is the record with the fields that the tier may see. It is shared and
// must not be changed.
func (v *View) MARC() *marc.Record { return v.rec }

// MostMembers is how many records with one ISSN-L are read: many times as many
// as one title has, and few enough where the number stands in records by mistake.
const MostMembers = 1000

// ClusterView is what a viewer may see of the records that share an ISSN-L,
// by ISSN.
type ClusterView struct {
	ISSNL   issn.ISSN
	Members []Head
	Updated int64 // Unix time of the latest change of a member
	Seq     uint64
	Cut     bool // MostMembers were read, and there may be more
}
