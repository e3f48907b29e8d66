package oaipmh

import (
	"slices"

	"issnd/crosswalk"
	"issnd/register"
)

// listSets answers ListSets (OAI-PMH 2.0 §4.6).
func (x *exchange) listSets(r *Request) error {
	sets, err := x.register.HarvestSets(x.ctx, x.viewer)
	if err != nil {
		return err
	}
	if len(sets) == 0 {
		return refuse(NoSetHierarchy, "the repository has no sets")
	}
	t := token{size: uint64(len(sets))}
	if r.ResumptionToken != "" {
		if t, err = x.config.Key.open(r.ResumptionToken, x.purpose(ListSets), x.config.Now()); err != nil {
			return refuse(BadResumptionToken, err.Error())
		}
		at, found := slices.BinarySearch(sets, t.set)
		if found {
			at++
		}
		if sets = sets[at:]; len(sets) == 0 {
			return refuse(BadResumptionToken, "the list of sets has become shorter; start it again")
		}
	}
	page := sets[:min(x.config.Identifiers, len(sets))]
	x.out.Raw("<ListSets>\n")
	for _, s := range page {
		x.set(s)
	}
	t.set = page[len(page)-1]
	x.resume(ListSets, t, len(page), len(page) < len(sets))
	x.out.Raw("</ListSets>\n")
	return nil
}

// set writes one set with a description as Dublin Core.
func (x *exchange) set(spec string) {
	name := register.SetName(spec)
	x.out.Raw("<set>")
	x.out.Element("setSpec", spec)
	x.out.Element("setName", name)
	x.out.Raw("<setDescription>")
	x.out.Start("oai_dc:dc")
	x.out.Attr("xmlns:oai_dc", crosswalk.DCNamespace)
	x.out.Attr("xmlns:dc", "http://purl.org/dc/elements/1.1/")
	x.out.Attr("xsi:schemaLocation", crosswalk.DCNamespace+" "+crosswalk.DCSchema)
	x.out.Element("dc:title", name)
	if about := register.SetDescription(spec); about != "" {
		x.out.Element("dc:description", about)
	}
	x.out.Raw("</oai_dc:dc></setDescription></set>\n")
}
