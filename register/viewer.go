package register

import "issnd/marc"

// Tier is how much of a record someone may see. The zero Tier is the least.
type Tier uint8

// The tiers, each holding all of the one before.
const (
	Released       Tier = iota // the data elements that are free to all
	Complete                   // the whole bibliographic record
	Administrative             // local and 9XX fields too
)

// String is the tier in lower case, for example "released".
func (t Tier) String() string {
	return [...]string{"released", "complete", "administrative"}[t]
}

// ParseTier is the inverse of String.
func ParseTier(name string) (Tier, bool) {
	for t := Released; t <= Administrative; t++ {
		if t.String() == name {
			return t, true
		}
	}
	return 0, false
}

// Viewer is the one on whose behalf the register is read. The zero Viewer is
// the public.
type Viewer struct {
	account string
	tier    Tier
}

// NewViewer is a viewer with an account and a tier.
func NewViewer(account string, t Tier) Viewer { return Viewer{account, t} }

// Account is the name of the account, "" for the public.
func (v Viewer) Account() string { return v.account }

// Public reports whether v is nobody in particular.
func (v Viewer) Public() bool { return v.tier == Released }

// Tier is how much v may see of the record with the head: confirmed records of
// the open access directory are complete for everyone.
func (v Viewer) Tier(h *Head) Tier {
	if v.tier == Released && h.OpenAccess && h.Status == Confirmed {
		return Complete
	}
	return v.tier
}

// fields is the tags of which the view of a record is made, nil for all.
func (v Viewer) fields(h *Head) *marc.Tags {
	if v.Tier(h) == Released {
		return releasedTags
	}
	return nil
}
