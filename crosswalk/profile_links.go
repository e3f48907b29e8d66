package crosswalk

import (
	"issnd/issn"
	"issnd/marc"
	"issnd/rdf"
)

// link is the two properties of a linking field (profile §2.2). The first may
// be no term.
type link struct{ relation, plain rdf.Term }

var dcRelation = rdf.IRI(nsDC + "relation")

// linkTable is the properties of the fields whose second indicator does not
// matter. The profile has those of 770 and 772 the other way round than MARC
// 21 and BIBFRAME: a serial that has a supplement is said to be the
// bf:supplementTo it.
var linkTable = [...]struct {
	tag int
	link
}{
	{760, link{rdf.IRI(nsBF + "subseriesOf"), rdf.IRI(nsDCT + "isPartOf")}},
	{762, link{rdf.IRI(nsBF + "hasSubseries"), rdf.IRI(nsDCT + "hasPart")}},
	{765, link{rdf.IRI(nsBF + "translationOf"), rdf.IRI(nsSchema + "translationOfWork")}},
	{767, link{rdf.IRI(nsBF + "translation"), rdf.IRI(nsSchema + "workTranslation")}},
	{770, link{rdf.IRI(nsBF + "supplementTo"), dcRelation}},
	{772, link{rdf.IRI(nsBF + "supplement"), dcRelation}},
	{775, link{rdf.IRI(nsBF + "otherEdition"), rdf.IRI(nsDCT + "isVersionOf")}},
	{776, link{rdf.IRI(nsBF + "otherPhysicalFormat"), rdf.IRI(nsDCT + "isFormatOf")}},
	{777, link{rdf.IRI(nsBF + "issuedWith"), dcRelation}},
	{787, link{plain: dcRelation}},
}

// Predecessors and successors by second indicator, 0 to 8; others are linkBefore
// and none.
var (
	linkBefore   = rdf.IRI(nsBF + "precededBy")
	predecessors = [...]rdf.Term{
		rdf.IRI(nsBF + "continues"),
		rdf.IRI(nsBF + "continuesInPart"),
		rdf.IRI(nsBF + "replacementOf"),
		rdf.IRI(nsBF + "replacementOf"),
		rdf.IRI(nsBF + "mergerOf"),
		rdf.IRI(nsBF + "absorbed"),
		rdf.IRI(nsBF + "absorbed"),
		rdf.IRI(nsBF + "separatedFrom"),
	}
	successors = [...]rdf.Term{
		rdf.IRI(nsBF + "continuedBy"),
		rdf.IRI(nsBF + "continuedInPartBy"),
		rdf.IRI(nsBF + "replacedBy"),
		rdf.IRI(nsBF + "replacedBy"),
		rdf.IRI(nsBF + "absorbedBy"),
		rdf.IRI(nsBF + "absorbedBy"),
		rdf.IRI(nsBF + "splitInto"),
		rdf.IRI(nsBF + "mergedToForm"),
	}
)

// links says the other serials that the resource is linked to, those that the
// record names by ISSN; without its full description only the other media.
func (b *builder) links() {
	mark := b.mark()
	for i := range linkTable {
		l := &linkTable[i]
		if !b.full && l.tag != 776 {
			continue
		}
		for f := range b.fields.each(l.tag) {
			b.linkField(mark, f, &l.relation, &l.plain)
		}
	}
	if !b.full {
		return
	}
	for f := range b.fields.each(780) {
		b.linkField(mark, f, predecessor(f.Ind2), &dcRelation)
	}
	result := b.mergerResult()
	for f := range b.fields.each(785) {
		relation := successor(f.Ind2)
		if f.Ind2 == '7' && f != result {
			relation = nil // a partner in the merger, not what came of it
		}
		b.linkField(mark, f, relation, &dcRelation)
	}
}

func predecessor(ind2 byte) *rdf.Term {
	if i := int(ind2) - '0'; i >= 0 && i < len(predecessors) {
		return &predecessors[i]
	}
	return &linkBefore
}

func successor(ind2 byte) *rdf.Term {
	if i := int(ind2) - '0'; i >= 0 && i < len(successors) {
		return &successors[i]
	}
	return nil
}

// mergerResult is the last 785 with second indicator 7, which names what the
// merger made; those before it name what was merged with.
func (b *builder) mergerResult() (last *marc.Field) {
	for f := range b.fields.each(785) {
		if f.Ind2 == '7' {
			last = f
		}
	}
	return last
}

// linkField says both properties, of which the first may be nil or no term, for
// each valid ISSN of $x.
func (b *builder) linkField(mark int, f *marc.Field, relation, plain *rdf.Term) {
	for s := range f.All('x') {
		id, _, err := issn.Scan(s)
		if err != nil {
			continue
		}
		other := b.serial(id, "")
		if relation != nil && relation.Kind != rdf.None {
			b.sayOnce(mark, relation, &other)
		}
		b.sayOnce(mark, plain, &other)
	}
}
