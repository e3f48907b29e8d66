package portal

import (
	"html/template"

	"issnd/cql"
	"issnd/crosswalk"
	"issnd/issn"
	"issnd/register"
	"issnd/search"
)

// hit is one record of a result as a page shows it. All of it comes from the
// view.
type hit struct {
	ISSN, ISSNL string
	Href        string // "" if the record has gone since it was found
	Title       crosswalk.Value
	Kind        string // of a record that is not confirmed, else ""
	OpenAccess  bool
	Media       []medium
	Details     []crosswalk.Value // country, publisher, years
	Why         []why
}

type medium struct {
	Icon template.HTML
	Name string
}

// why is a number that was looked for, with what it is in the record.
type why struct{ Title, Number string }

func hitOf(f *search.Found) hit {
	h := hit{ISSN: f.ISSN.String()}
	if f.View == nil {
		h.Title.Text = "This record has just been withdrawn"
		return h
	}
	head := f.View.Head()
	sections := crosswalk.Labelled(f.View)
	h.Title, h.Href, h.ISSNL = titleOf(f.View, sections), serialPath+h.ISSN, head.ISSNL.String()
	if head.Status != register.Confirmed {
		h.Kind = head.Status.String()
	}
	h.OpenAccess = head.OpenAccess
	for m := range head.Media.All() {
		h.Media = append(h.Media, medium{template.HTML(mediumIcons[m]), mediumNames[m]})
	}
	for _, label := range [...]string{"Country", "Publisher", "Dates"} {
		h.Details = append(h.Details, rowNamed(sections, "publication", label)...)
	}
	return h
}

// rowNamed is the values of a row, nil where there is none.
func rowNamed(sections []crosswalk.Section, id, label string) []crosswalk.Value {
	for i := range sections {
		if sections[i].ID != id {
			continue
		}
		for _, r := range sections[i].Rows {
			if r.Label == label {
				return r.Values
			}
		}
	}
	return nil
}

// numberPoints lists the points that say what a number is in a record.
var numberPoints = [...]string{
	"issn.issn", "issn.issnL", "issn.issnH", "issn.cancelledIssn", "issn.cancelledIssnL", "issn.cancelledIssnH",
	"issn.incorrectIssn", "issn.replacement", "issn.predecessor", "issn.successor", "issn.otherMedium", "issn.linkedIssn",
}

// roles is what a number is in a record, as far as the viewer may search for
// it. Links are named by the first point that has them.
func roles(t *search.Table, viewer register.Viewer, v *register.View, number string) []why {
	var out []why
	for _, name := range numberPoints {
		p, err := t.Find(cql.ParseName(name))
		if err != nil || !p.For(viewer) || (name == "issn.linkedIssn" && len(out) > 0) {
			continue
		}
		for _, value := range p.Values(nil, v) {
			got, ok := p.Normal(value)
			want, _ := p.Normal(number)
			if ok && got == want {
				out = append(out, why{p.Title, number})
				break
			}
		}
	}
	return out
}

// soughtNumber is the number that a query asks for, "" if it is another query.
func (r *reading) soughtNumber() string {
	if !r.Number.IsZero() {
		return r.Number.String()
	}
	if r.Wrong != nil {
		digits, _ := eightDigits(r.Wrong.Input)
		return digits
	}
	if c, ok := r.Query.Root.(*cql.Clause); ok {
		if id, err := issn.Parse(c.Term.Literal()); err == nil {
			return id.String()
		}
	}
	return ""
}
