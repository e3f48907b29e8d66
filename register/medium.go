package register

import "issnd/marc"

// Medium is the ISSN medium of a serial, as the ISSN media list names it.
type Medium uint8

// The four media.
const (
	Print Medium = iota
	Online
	DigitalCarrier
	OtherMedium
	mediaCount
)

var mediumNames = [mediaCount]string{"Print", "Online", "DigitalCarrier", "Other"}

// String is the name in the vocabulary http://issn.org/vocabularies/Medium#.
func (m Medium) String() string {
	if m < mediaCount {
		return mediumNames[m]
	}
	return ""
}

// Media is a set of Medium.
type Media uint8

// Has reports whether m is in the set.
func (s Media) Has(m Medium) bool { return s&(1<<m) != 0 }

// With is the set with m added.
func (s Media) With(m Medium) Media { return s | 1<<m }

// All yields the media of the set in the order of the constants.
func (s Media) All() func(yield func(Medium) bool) {
	return func(yield func(Medium) bool) {
		for m := Print; m < mediaCount; m++ {
			if s.Has(m) && !yield(m) {
				return
			}
		}
	}
}

var (
	tag007 = marc.T("007")
	tag008 = marc.T("008")
)

// MediaOf takes the media from every 007, else from the form of item in
// 008/23, else Other. The set is never empty.
func MediaOf(r *marc.Record) Media {
	var s Media
	for f := range r.Each(tag007) {
		s = s.With(mediumOf007(f.Value))
	}
	if s != 0 {
		return s
	}
	switch marc.Code(r.Control(tag008), 23) {
	case 'o':
		return s.With(Online)
	case 's', 'q':
		return s.With(DigitalCarrier)
	case ' ', 'r', '#', '|':
		return s.With(Print)
	}
	return s.With(OtherMedium)
}

func mediumOf007(v string) Medium {
	switch {
	case marc.Code(v, 0) == 't':
		return Print
	case marc.Code(v, 0) == 'c' && marc.Code(v, 1) == 'r':
		return Online
	case marc.Code(v, 0) == 'c':
		return DigitalCarrier
	}
	return OtherMedium
}
