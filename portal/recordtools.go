package portal

import (
	"issnd/crosswalk"
	"issnd/marc"
	"issnd/marc/unimarc"
)

// displays switches between labels, MARC 21 and UNIMARC.
func (w *recordWriter) displays(current string) {
	w.Raw("<nav aria-label=\"Display\">\n<ul class=\"tabs\">\n")
	for _, d := range []struct{ name, label, query string }{
		{displayLabelled, "Labelled", ""},
		{displayMARC21, "MARC 21", "?display=" + displayMARC21},
		{displayUNIMARC, "UNIMARC", "?display=" + displayUNIMARC},
	} {
		if d.name == current {
			w.raw("<li><strong aria-current=\"page\">", d.label, "</strong></li>\n")
		} else {
			w.raw("<li><a href=\"", w.path, htmlExt, d.query, "\">", d.label, "</a></li>\n")
		}
	}
	w.Raw("</ul>\n</nav>\n")
}

// unimarc shows the converted record and what the conversion could not carry.
func (w *recordWriter) unimarc(r *marc.Record) {
	u, losses := unimarc.Convert(r)
	marcTable(&w.Writer, u)
	if len(losses) == 0 {
		return
	}
	w.Raw("<h2>Not carried over from MARC 21</h2>\n<ul>\n")
	for _, l := range losses {
		w.Raw("<li>")
		w.Raw("<code>")
		w.Text(l.Tag)
		if l.Code != "" {
			w.Text(" $" + l.Code)
		}
		w.Raw("</code> <bdi>")
		w.Text(l.Value)
		w.Raw("</bdi>: ")
		w.Text(l.Reason)
		w.Raw("</li>\n")
	}
	w.Raw("</ul>\n")
}

// tools is what programs, and people who write to others, can take away.
func (w *recordWriter) tools(formats []alternate) {
	w.Raw("<div class=\"panel\">\n<h2>This page as</h2>\n<ul class=\"formats\">\n")
	for i := range formats {
		w.raw("<li><a href=\"", w.path, formats[i].item)
	}
	w.Raw("</ul>\n</div>\n<div class=\"panel\">\n<h2>To copy</h2>\n<p>")
	room := scratch.Get().(*[]byte)
	defer giveBack(room)
	*room = crosswalk.AppendISSNList((*room)[:0], w.v, nil)
	w.Text(string(*room))
	w.Raw("</p>\n<p>")
	*room = crosswalk.AppendCitation((*room)[:0], w.v, w.o)
	w.Text(string(*room))
	w.Raw("</p>\n<p>URI: <code>")
	*room = appendIdentity((*room)[:0], w.o, serialResource, w.v.Head().ISSN)
	w.Text(string(*room))
	w.Raw("</code></p>\n</div>\n")
}

// curl shows how a program asks for the record.
func (w *recordWriter) curl() {
	w.Raw("<section class=\"tools\">\n<h2>With curl</h2>\n<pre tabindex=\"0\"><code>curl -H 'Accept: text/turtle' ")
	w.Text(w.url)
	w.Raw("\ncurl ")
	w.Text(w.url)
	w.Raw(".jsonld\ncurl '")
	w.Text(w.url)
	w.Raw("?format=marcxml'</code></pre>\n</section>\n")
}
