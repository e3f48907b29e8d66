package crosswalk

import (
	"sync"

	"issnd/rdf"
	"issnd/register"
)

// Profile makes the graphs of the ISSN linked data application profile, v2.
// It is prepared once from Options, does not change and may be shared.
//
// Where the profile and MARC 21 or BIBFRAME disagree the profile is followed;
// docs of the single parts say where that is.
type Profile struct {
	opts Options

	issn, issnL, centre, keeper string // IRIs up to the part that varies

	media        [register.OtherMedium + 1]rdf.Term
	recordStatus [register.Unreported + 1]rdf.Term
	idValid      rdf.Term
	idCancelled  rdf.Term
	idSuppressed rdf.Term

	hasIncorrectISSN   rdf.Term
	hasCancelledISSNL  rdf.Term
	hasCancelledISSN   rdf.Term
	cancelledInFavorOf rdf.Term

	license    rdf.Term
	accessFree rdf.Term

	codeTables
	frequencies [128]rdf.Term
	places      placeTables

	builders sync.Pool
}

// NewProfile prepares the profile for an installation.
func NewProfile(o Options) *Profile {
	base := o.base()
	p := &Profile{
		opts:  o,
		issn:  base + pathISSN,
		issnL: base + pathISSNL, centre: base + pathCentre, keeper: base + pathKeepers,
		idValid:            rdf.IRI(base + pathIDStatus + "Valid"),
		idCancelled:        rdf.IRI(base + pathIDStatus + "Cancelled"),
		idSuppressed:       rdf.IRI(base + pathIDStatus + "Suppressed"),
		hasIncorrectISSN:   rdf.IRI(base + pathProperties + "hasIncorrectISSN"),
		hasCancelledISSNL:  rdf.IRI(base + pathProperties + "hasCancelledISSN-L"),
		hasCancelledISSN:   rdf.IRI(base + pathProperties + "hasCancelledISSN"),
		cancelledInFavorOf: rdf.IRI(base + pathProperties + "cancelledInFavorOf"),
		accessFree:         rdf.Typed("true", xsdBoolean),
	}
	for m := range p.media {
		p.media[m] = rdf.IRI(base + pathMedium + register.Medium(m).String())
	}
	for _, s := range register.Statuses() {
		p.recordStatus[s] = rdf.IRI(base + pathRecordStatus + statusName(s))
	}
	if o.License != "" {
		p.license = rdf.IRI(uri(o.License))
	}
	p.codeTables.prepare()
	p.prepareFrequencies()
	p.places.prepare()
	p.builders.New = func() any { return &builder{p: p} }
	return p
}

// statusName is the name of a record kind in the vocabulary of record
// statuses: a confirmed record is of the Register (profile §1.5).
func statusName(s register.Status) string {
	switch s {
	case register.Confirmed:
		return "Register"
	case register.Provisional:
		return "Provisional"
	case register.Legacy:
		return "Legacy"
	case register.Cancelled:
		return "Cancelled"
	case register.Suppressed:
		return "Suppressed"
	}
	return "Unreported"
}

// Record adds the graph of one record to g as far as the view shows it: the
// essential description (profile §2.11) for the released tier, the whole
// description for the others, and the minimum record (§2.13) where v.Minimum.
// No triple is added twice, and every IRI is valid whatever the record holds.
func (p *Profile) Record(g *rdf.Graph, v *register.View) {
	b := p.builders.Get().(*builder)
	b.begin(g, v)
	if v.Minimum() {
		b.minimum()
	} else {
		b.resource()
	}
	b.end()
	p.builders.Put(b)
}

// Cluster adds the graph of an ISSN-L document to g (profile §2.6): the
// resource that groups the media versions, with the number and the media of
// each.
func (p *Profile) Cluster(g *rdf.Graph, c *register.ClusterView) {
	number := c.ISSNL.String()
	group := rdf.IRI(p.issnL + number)
	identifier := rdf.IRI(p.issn + number + "#ISSN-L")
	g.Add(group, rdfType, schemaCreativeWork)
	g.Add(group, bfIdentifiedBy, identifier)
	for i := range c.Members {
		g.Add(group, schemaHasPart, rdf.IRI(p.issn+c.Members[i].ISSN.String()))
	}
	if p.license.Kind != rdf.None {
		g.Add(p.document(pathISSNL, number), dctLicense, p.license)
	}
	g.Add(identifier, rdfType, bfIssnL)
	g.Add(identifier, rdfValue, rdf.Literal(number))
	g.Add(identifier, bfStatus, p.idValid)
	for i := range c.Members {
		m := &c.Members[i]
		number := m.ISSN.String()
		member := rdf.IRI(p.issn + number)
		g.Add(member, dcIdentifier, rdf.Literal(number))
		for medium := range m.Media.All() {
			g.Add(member, dcFormat, p.media[medium])
		}
	}
}

// document is the document about an entity, which a licence applies to where
// there is no #Record: its public address if that is known, else the entity.
func (p *Profile) document(path, number string) rdf.Term {
	if p.opts.PublicURL != "" {
		return rdf.IRI(p.opts.PublicURL + path + number)
	}
	return rdf.IRI(p.opts.base() + path + number)
}
