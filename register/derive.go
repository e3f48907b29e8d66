package register

import (
	"errors"

	"issnd/issn"
	"issnd/marc"
)

// ErrNoISSN says that a record has no valid ISSN to be kept under.
var ErrNoISSN = errors.New("no valid ISSN in field 022")

// Record is what the register knows of a MARC record: everything in it but
// Seq and Updated, which the store gives. The MARC record itself is kept, not
// copied.
//
// The ISSN is the first valid 022 $a. A record that has none but is deleted
// (leader/05 d), or is given as cancelled or suppressed, goes by its first
// valid 022 $z. Any other record is refused with ErrNoISSN. A number with a
// wrong check character is never an ISSN, ISSN-L or ISSN-H.
func (ru *Rules) Record(m *marc.Record) (*Record, error) {
	s := scan{rules: ru}
	for i := range m.Fields {
		s.field(&m.Fields[i])
	}
	r := &Record{MARC: m}
	r.Deleted = m.Leader[5] == 'd'
	r.ISSN = s.valid
	if r.ISSN.IsZero() && (r.Deleted || s.given == Cancelled || s.given == Suppressed) {
		r.ISSN = s.cancelled
	}
	if r.ISSN.IsZero() {
		return nil, ErrNoISSN
	}
	r.ISSNL, r.ISSNH = s.cluster, s.history
	if r.ISSNL.IsZero() {
		r.ISSNL = s.linking
	}
	if s.replacement != r.ISSN {
		r.Replacement = s.replacement
	}
	r.Status, r.StatusSource = s.given, Given
	if r.Status == 0 {
		r.Status, r.StatusSource = s.kind(m, r), Derived
	}
	r.Media = MediaOf(m)
	r.OpenAccess = s.openAccess
	return r, nil
}

// scan collects in one pass what Record decides by.
type scan struct {
	rules *Rules

	valid, cancelled, linking, replacement issn.ISSN // 022 $a, $z, $l, $v
	cluster, history                       issn.ISSN // 023 first indicator 0 and 1
	given                                  Status
	openAccess                             bool
	title, keyTitle, issueSeen, projected  bool
}

func (s *scan) field(f *marc.Field) {
	switch f.Tag {
	case tag022:
		s.issn(f)
	case tag023:
		s.clusterISSN(f)
	case tag222:
		s.keyTitle = true
	case tag210, tag245:
		s.title = true
	case tag263:
		s.projected = true
	case tag362, tag588:
		s.issueSeen = true
	}
	if f.Tag == s.rules.Status.Tag && s.given == 0 {
		s.given, _ = s.rules.StatusOf(f.Get(s.rules.Status.Code))
	}
	if f.Tag == s.rules.OpenAccess.Tag && !s.openAccess {
		for v := range f.All(s.rules.OpenAccess.Code) {
			s.openAccess = s.openAccess || s.rules.openAccess(v)
		}
	}
}

func (s *scan) issn(f *marc.Field) {
	for i := range f.Subfields {
		v := f.Subfields[i].Value
		switch f.Subfields[i].Code {
		case 'a':
			first(&s.valid, v)
		case 'l':
			first(&s.linking, v)
		case 'v':
			first(&s.replacement, v)
		case 'z':
			first(&s.cancelled, v)
		}
	}
}

func (s *scan) clusterISSN(f *marc.Field) {
	into := &s.cluster
	switch f.Ind1 {
	case '0':
	case '1':
		into = &s.history
	default:
		return
	}
	for v := range f.All('a') {
		first(into, v)
	}
}

// first sets i to the ISSN at the start of v unless it has one already. Text
// after the number, such as "(print)", does not matter.
func first(i *issn.ISSN, v string) {
	if !i.IsZero() {
		return
	}
	if found, _, err := issn.Scan(v); err == nil {
		*i = found
	}
}

// kind works out the record kind that no local field gives. MARC 21 has no
// element for it; this is the usage that leader/05, leader/17 and field 263
// show in records of ISSN centres.
func (s *scan) kind(m *marc.Record, r *Record) Status {
	switch {
	case r.Deleted && !r.Replacement.IsZero():
		return Cancelled
	case r.Deleted:
		return Suppressed
	case !s.title && !s.keyTitle:
		return Unreported
	case (m.Leader[17] == '8' || s.projected) && !s.issueSeen:
		return Provisional
	case !s.keyTitle && abbreviatedLevel(m.Leader[17]):
		return Legacy
	}
	return Confirmed
}

// abbreviatedLevel reports whether leader/17 says that the description is
// abbreviated, partial, minimal or of unknown level.
func abbreviatedLevel(c byte) bool {
	switch c {
	case '3', '5', '7', 'u':
		return true
	}
	return false
}

var (
	tag023 = marc.T("023")
	tag210 = marc.T("210")
	tag222 = marc.T("222")
	tag245 = marc.T("245")
	tag263 = marc.T("263")
	tag362 = marc.T("362")
	tag588 = marc.T("588")
)
