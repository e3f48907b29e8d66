package portal

import (
	"strings"
	"sync"

	"issnd/crosswalk"
	"issnd/internal/xmlw"
	"issnd/issn"
	"issnd/marc"
	"issnd/register"
)

// Displays of a record, the values of ?display=.
const (
	displayLabelled = "labelled"
	displayMARC21   = "marc21"
	displayUNIMARC  = "unimarc"
)

// display is the display that a request names; one that does not exist is the
// first.
func display(name string) string {
	if name == displayMARC21 || name == displayUNIMARC {
		return name
	}
	return displayLabelled
}

// labelled renders the page of a record with labels.
func (p *pages) labelled(dst []byte, v *register.View, o *crosswalk.Options) ([]byte, error) {
	return p.record(dst, v, o, displayLabelled)
}

// record renders the page of a record: identifiers and links out beside the
// description, and what programs can have of it.
func (p *pages) record(dst []byte, v *register.View, o *crosswalk.Options, display string) ([]byte, error) {
	labels := labelRooms.Get().(*crosswalk.Labels)
	defer labelRooms.Put(labels)
	sections := labels.Of(v)
	title := titleOf(v, sections)
	path := serialPath + v.Head().ISSN.String()
	w := recordWriter{Writer: xmlw.Writer{Buf: dst}, v: v, o: o, leads: &p.leads, path: path, url: o.PublicURL + path[1:]}

	w.Raw(p.frame.start)
	w.Text(title.Text)
	w.Raw(" · ")
	w.Text(p.register)
	w.Raw(p.frame.head)
	w.head(p.records)
	w.Raw(p.frame.main)
	w.masthead(title)
	w.Raw("<div class=\"record\">\n<aside aria-label=\"Identifiers and links\">\n")
	w.panels(sections, "identifiers", "links")
	w.Raw("</aside>\n<div class=\"body\">\n")
	w.displays(display)
	switch display {
	case displayMARC21:
		marcTable(&w.Writer, v.MARC())
	case displayUNIMARC:
		w.unimarc(v.MARC())
	default:
		for i := range sections {
			if id := sections[i].ID; id != "identifiers" && id != "links" {
				w.section(&sections[i])
			}
		}
	}
	w.curl()
	w.Raw("</div>\n<aside class=\"tools\" aria-label=\"Formats and citation\">\n")
	w.tools(p.records)
	w.Raw("</aside>\n</div>\n")
	w.Raw(p.frame.end)
	return w.Buf, nil
}

// titleOf is the title to head the page with: the first of the titles, the
// key title where there is one, else the number.
func titleOf(v *register.View, sections []crosswalk.Section) crosswalk.Value {
	for i := range sections {
		if s := &sections[i]; s.ID == "titles" {
			return s.Rows[0].Values[0]
		}
	}
	return crosswalk.Value{Text: "ISSN " + v.Head().ISSN.String()}
}

type recordWriter struct {
	xmlw.Writer
	v         *register.View
	o         *crosswalk.Options
	leads     *leads
	path, url string
}

// labelRooms has the memory of sections between pages.
var labelRooms = sync.Pool{New: func() any { return new(crosswalk.Labels) }}

// raw adds markup in pieces, none of which holds what would have to be escaped.
func (w *recordWriter) raw(pieces ...string) {
	for _, s := range pieces {
		w.Raw(s)
	}
}

func (w *recordWriter) issn(id issn.ISSN) { w.Buf = id.AppendTo(w.Buf) }

// head links to the other representations and embeds the description that
// search engines read.
func (w *recordWriter) head(formats []alternate) {
	w.canonical()
	for i := range formats {
		w.raw("<link rel=\"alternate\" href=\"", w.path, formats[i].link)
	}
	w.Raw("<script type=\"application/ld+json\">")
	w.Buf = crosswalk.AppendSchemaOrg(w.Buf, w.v, w.o)
	w.Raw("</script>\n")
}

// canonical links to the address of the page.
func (w *recordWriter) canonical() {
	w.Raw("<link rel=\"canonical\" href=\"")
	w.Buf = xmlw.AppendAttr(w.Buf, w.url)
	w.Raw("\">\n")
}

// masthead is the title in every script, the number, the kind of record and
// the media.
func (w *recordWriter) masthead(title crosswalk.Value) {
	h := w.v.Head()
	w.Raw("<header class=\"masthead\">\n<h1")
	w.lang(title.Lang, false)
	w.Raw(">")
	w.Text(title.Text)
	w.Raw("</h1>\n")
	if title.Original != "" {
		w.Raw("<p class=\"original\"")
		w.lang(title.OriginalLang, title.RightToLeft)
		w.Raw(">")
		w.Text(title.Original)
		w.Raw("</p>\n")
	}
	w.Raw("<p><span class=\"number\">ISSN ")
	w.issn(h.ISSN)
	w.Raw("</span> ")
	kind := h.Status.String()
	if h.Deleted {
		kind = "withdrawn"
	}
	w.raw("<span class=\"badge ", kind, "\">", kind, "</span>")
	if h.OpenAccess {
		w.Raw(" <span class=\"badge\">open access</span>")
	}
	w.Raw("</p>\n")
	w.media(h)
	w.replacement()
	w.Raw("</header>\n")
}

func (w *recordWriter) replacement() {
	by := w.v.Replacement()
	if by.IsZero() {
		return
	}
	w.Raw("<p class=\"notice\">This number is no longer valid. Use <a href=\"" + serialPath + by.String() + "\">ISSN " + by.String() + "</a> instead.</p>\n")
}

// media shows the medium of the record and, in grey, the other media versions
// as links.
func (w *recordWriter) media(h register.Head) {
	if h.Media == 0 {
		return
	}
	w.Raw("<ul class=\"media\" aria-label=\"Media\">\n")
	for m := range h.Media.All() {
		w.raw("<li>", mediumIcons[m], mediumNames[m], "</li>\n")
	}
	for f := range w.v.MARC().Each(marc.T("776")) {
		if id, ok := scanISSN(f.Get('x')); ok && id != h.ISSN {
			w.Raw("<li class=\"other\"><a href=\"" + serialPath)
			w.issn(id)
			w.Raw("\">" + otherIcon + "other medium, ISSN ")
			w.issn(id)
			w.Raw("</a></li>\n")
		}
	}
	w.Raw("</ul>\n")
}

// panels writes the sections with the IDs into the frames beside the record.
func (w *recordWriter) panels(sections []crosswalk.Section, ids ...string) {
	for _, id := range ids {
		for i := range sections {
			if sections[i].ID == id {
				w.Raw("<div class=\"panel\">\n")
				w.section(&sections[i])
				w.Raw("</div>\n")
			}
		}
	}
}

func (w *recordWriter) section(s *crosswalk.Section) {
	w.raw("<section id=\"", s.ID, "\">\n<h2>")
	w.Text(s.Title)
	w.Raw("</h2>\n")
	if len(s.Rows) > 0 {
		w.Raw("<dl>\n")
		for i := range s.Rows {
			w.row(s.ID, &s.Rows[i])
		}
		w.Raw("</dl>\n")
	}
	if len(s.Holdings) > 0 {
		w.holdings(s.Holdings)
	}
	w.Raw("</section>\n")
}

func (w *recordWriter) row(section string, r *crosswalk.Row) {
	w.Raw("<dt>")
	w.Text(r.Label)
	w.Raw("</dt>\n")
	for i := range r.Values {
		w.Raw("<dd>")
		v := r.Values[i]
		if r.Label == "ISSN-L" {
			v.Href, v.ISSN = linkingPath+v.Text, 0
		}
		elsewhere := w.searched(section, r.Label, &v)
		w.value(&v)
		if elsewhere != "" {
			w.Raw(" <a class=\"number-note\" href=\"")
			w.Buf = xmlw.AppendAttr(w.Buf, elsewhere)
			w.Raw("\">ISNI</a>")
		}
		w.Raw("</dd>\n")
	}
}

// searched makes a value lead to a search for it, where it leads to no other
// serial. The address that a name had before, which is of its ISNI, is returned.
func (w *recordWriter) searched(section, label string, v *crosswalk.Value) (elsewhere string) {
	if !v.ISSN.IsZero() || v.Href != "" && v.Search == crosswalk.NoSearch {
		return ""
	}
	if to := w.leads.of(w.v, section, label, v); to != "" {
		elsewhere, v.Href = v.Href, to
	}
	return elsewhere
}

// value writes a value as a link where it leads somewhere, with its original
// script below it. What turns the direction of text in it ends with it.
func (w *recordWriter) value(v *crosswalk.Value) {
	href := ""
	switch {
	case !v.ISSN.IsZero() && v.ISSN != w.v.Head().ISSN:
		href = serialPath + v.ISSN.String()
	case v.Href != "":
		href = v.Href
	}
	if href != "" {
		w.Raw("<a href=\"")
		w.Buf = append(xmlw.AppendAttr(w.Buf, href), '"')
		if strings.HasPrefix(href, searchPath) {
			w.Raw(" rel=\"nofollow\"") // each costs a search, and crawlers see all records
		}
		w.lang(v.Lang, false)
		w.Raw("><bdi>")
	} else {
		w.Raw("<bdi")
		w.lang(v.Lang, false)
		w.Raw(">")
	}
	w.Text(v.Text)
	w.Raw("</bdi>")
	if href != "" {
		w.Raw("</a>")
	}
	if !v.ISSN.IsZero() && v.ISSN.String() != v.Text {
		w.Raw(" <span class=\"number-note\">ISSN ")
		w.issn(v.ISSN)
		w.Raw("</span>")
	}
	if v.Note != "" {
		w.Raw(" <small>(<bdi>")
		w.Text(v.Note)
		w.Raw("</bdi>)</small>")
	}
	if v.Original != "" {
		w.Raw("<span class=\"pair\"")
		w.lang(v.OriginalLang, v.RightToLeft)
		w.Raw(">")
		w.Text(v.Original)
		w.Raw("</span>")
	}
}

// lang adds the attributes of text in another language or direction.
func (w *recordWriter) lang(tag string, rtl bool) {
	if tag != "" {
		w.Raw(" lang=\"")
		w.Buf = append(xmlw.AppendAttr(w.Buf, tag), '"')
	}
	if rtl {
		w.Raw(" dir=\"rtl\"")
	}
}

func (w *recordWriter) holdings(all []crosswalk.Holding) {
	w.Raw("<div class=\"scroll\" role=\"region\" aria-label=\"Holdings of archives\" tabindex=\"0\"><table>\n<thead><tr><th scope=\"col\">Agency</th><th scope=\"col\">Status</th><th scope=\"col\">Extent</th><th scope=\"col\">Updated</th></tr></thead>\n<tbody>\n")
	for i := range all {
		h := &all[i]
		w.Raw("<tr><td>")
		w.value(&crosswalk.Value{Text: h.Agency, Href: h.URL})
		w.Raw("</td><td>")
		w.Text(h.Status)
		w.Raw("</td><td>")
		w.Text(h.Extent)
		w.Raw("</td><td>")
		w.Text(h.Updated)
		w.Raw("</td></tr>\n")
	}
	w.Raw("</tbody>\n</table></div>\n")
}
