package crosswalk

import (
	"strconv"
	"strings"

	"issnd/marc"
	"issnd/rdf"
)

// publicationTags are the fields that tell of publication.
var publicationTags = [...]int{260, 264}

// publications says who published the resource where and when: the statement
// of each 260 and 264 as it stands, the publishers, and the earliest, each
// intervening and the latest event by the first indicator (profile §2.7).
func (b *builder) publications() {
	mark := b.mark()
	for _, tag := range publicationTags {
		for f := range b.fields.each(tag) {
			b.sayText(mark, &bfProvisionActivity, b.joined(f, ""))
		}
	}
	b.publishers()
	intervening := 0
	var earliest, latest bool
	for _, tag := range publicationTags {
		for f := range b.fields.each(tag) {
			switch {
			case !publication(f):
			case f.Ind1 == '2':
				intervening++
				b.event("#InterveningPublicationEvent"+strconv.Itoa(intervening), f)
			case f.Ind1 == '3':
				if !latest {
					b.event("#LatestPublicationEvent", f)
				}
				latest = true
			default:
				if !earliest {
					b.event("#EarliestPublicationEvent", f)
				}
				earliest = true
			}
		}
	}
}

// publishers says and describes every publisher.
func (b *builder) publishers() {
	mark := b.mark()
	for _, tag := range publicationTags {
		for f := range b.fields.each(tag) {
			if !publication(f) {
				continue
			}
			for i := range f.Subfields {
				if f.Subfields[i].Code != 'b' {
					continue
				}
				if t, ok := b.organization("#Publisher-", f, i, ""); ok {
					b.sayOnce(mark, &schemaPublisher, &t)
				}
			}
		}
	}
}

// event describes what one field tells: its first place, publisher and date.
func (b *builder) event(fragment string, f *marc.Field) {
	t := b.fragment(fragment)
	b.say(&schemaPublication, &t)
	b.tell(&t, &rdfType, &schemaPublicationEvent)
	place := text(f, 'a')
	where, located := b.named("#PublicationPlace-", place)
	if located {
		b.tell(&t, &schemaLocation, &where)
	}
	if who, ok := b.named("#Publisher-", text(f, 'b')); ok {
		b.tell(&t, &schemaPublishedBy, &who)
	}
	b.tellText(&t, &dctTemporal, text(f, 'c'))
	if located {
		b.place(&where, place, "-GeoCoordinates")
	}
}

// text is the first subfield with the code without ISBD punctuation.
func text(f *marc.Field, code byte) string { return trimISBD(cleanText(f.Get(code))) }

// place describes a place by its name and, where the register knows it, by its
// position; coordinates is what the IRI of the position ends in.
func (b *builder) place(t *rdf.Term, name, coordinates string) {
	if !b.first(t) {
		return
	}
	b.tell(t, &rdfType, &schemaPlace)
	b.tellText(t, &rdfsLabel, name)
	geo, position := b.position(name)
	if geo != "" {
		b.tellIRI(t, &schemaSameAs, geo)
	}
	if position == nil {
		return
	}
	at := rdf.IRI(b.text.join(t.Value, coordinates))
	b.tell(t, &schemaGeo, &at)
	b.tell(&at, &rdfType, &schemaGeoCoordinates)
	b.tellTyped(&at, &schemaLatitude, text(position, 'l'), xsdDecimal)
	b.tellTyped(&at, &schemaLongitude, text(position, 'o'), xsdDecimal)
	b.tellText(&at, &schemaAddressCountry, text(position, 'b'))
}

// placeTags are the local fields that tell where a place is.
var placeTags = [...]int{926, 953, 962}

// position is the GeoNames IRI of a place and the field that holds its
// coordinates, as the fields with its name tell them.
func (b *builder) position(name string) (geonames string, position *marc.Field) {
	for _, tag := range placeTags {
		for f := range b.fields.each(tag) {
			if text(f, 'a') != name {
				continue
			}
			if geonames == "" {
				geonames = b.geonamesIRI(f.Get('u'))
			}
			if position == nil && isDecimal(text(f, 'l')) && isDecimal(text(f, 'o')) {
				position = f
			}
		}
	}
	return geonames, position
}

// geonamesIRI is the IRI of a place from its number or any address with the
// number in it, or "".
func (b *builder) geonamesIRI(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.Index(s, "geonames.org/"); i >= 0 {
		s = s[i+len("geonames.org/"):]
		s, _, _ = strings.Cut(s, "/")
	}
	if _, ok := digits(s); !ok {
		return ""
	}
	return b.text.join(nsGeonames, s, "/")
}

// isDecimal reports whether s is in the lexical space of xsd:decimal.
func isDecimal(s string) bool {
	s = strings.TrimLeft(s, "+-")
	whole, part, _ := strings.Cut(s, ".")
	_, ok1 := digits(whole)
	_, ok2 := digits(part)
	return (ok1 || whole == "") && (ok2 || part == "") && (ok1 || ok2)
}

// reproductions says what 533 tells: the note as it stands, and the
// reproduction with its agency, place and date (profile §2.7).
func (b *builder) reproductions() {
	mark := b.mark()
	for f := range b.fields.each(533) {
		b.sayText(mark, &bfmarcReproductionNote, b.joined(f, ""))
	}
	for f := range b.fields.each(533) {
		b.reproduction(f)
	}
}

func (b *builder) reproduction(f *marc.Field) {
	who, made := b.named("#ReproductionAgency-", text(f, 'c'))
	where, located := b.named("#ReproductionPlace-", text(f, 'b'))
	when := text(f, 'd')
	if !made && !located && when == "" {
		return
	}
	t, event := b.g.NewBlank(), b.g.NewBlank()
	b.say(&bfHasReproduction, &t)
	b.tell(&t, &rdfType, &schemaCreativeWork)
	if made {
		b.tell(&t, &schemaPublisher, &who)
	}
	if located {
		b.tell(&t, &dctSpatial, &where)
	}
	b.tell(&t, &schemaPublication, &event)
	b.tell(&event, &rdfType, &schemaPublicationEvent)
	if located {
		b.tell(&event, &schemaLocation, &where)
	}
	if made {
		b.tell(&event, &schemaPublishedBy, &who)
	}
	b.tellText(&event, &dctTemporal, when)
	if made {
		b.agency(f)
	}
	if located {
		b.place(&where, text(f, 'b'), "-Geocoordinates")
	}
}

// agency describes the agency of a reproduction.
func (b *builder) agency(f *marc.Field) {
	for i := range f.Subfields {
		if f.Subfields[i].Code == 'c' {
			b.organization("#ReproductionAgency-", f, i, "")
			return
		}
	}
}
