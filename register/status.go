package register

// Status is the record kind of the ISSN Register: exactly six.
type Status uint8

// The record kinds. The zero Status is none and never stored.
const (
	Confirmed   Status = iota + 1 // the publication has been checked
	Provisional                   // assigned before the first issue
	Legacy                        // old and incomplete
	Cancelled                     // a duplicate, replaced by another ISSN
	Suppressed                    // never published or not a continuing resource
	Unreported                    // in a block given to a centre, not reported back
)

var statusNames = [...]string{"", "confirmed", "provisional", "legacy", "cancelled", "suppressed", "unreported"}

// Statuses lists the six kinds in the order of the Register's documentation.
func Statuses() []Status {
	return []Status{Confirmed, Provisional, Legacy, Cancelled, Suppressed, Unreported}
}

// String is the kind in lower case, for example "confirmed".
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return ""
}

// ParseStatus is the inverse of String.
func ParseStatus(name string) (Status, bool) {
	for i, n := range statusNames {
		if i > 0 && n == name {
			return Status(i), true
		}
	}
	return 0, false
}

// Minimal reports whether the linked data profile describes records of this
// kind by the minimum record only, for every viewer (profile, class note).
func (s Status) Minimal() bool {
	return s == Cancelled || s == Suppressed || s == Unreported
}

// Source tells where the verdict on a record's Status came from.
type Source uint8

// The sources of a Status.
const (
	Given   Source = iota + 1 // a local field of the input said so
	Derived                   // worked out from the leader and fields of the input
)

// String is "given" or "derived".
func (s Source) String() string {
	switch s {
	case Given:
		return "given"
	case Derived:
		return "derived"
	}
	return ""
}
