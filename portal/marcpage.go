package portal

import (
	"issnd/internal/xmlw"
	"issnd/marc"
)

// marcTable shows a record field by field, as cataloguers read it: blanks as
// #, subfield codes after a dollar sign.
func marcTable(w *xmlw.Writer, r *marc.Record) {
	w.Raw("<div class=\"scroll\" role=\"region\" aria-label=\"Fields\" tabindex=\"0\"><table class=\"marc\">\n" +
		"<thead><tr><th scope=\"col\">Tag</th><th scope=\"col\">Indicators</th><th scope=\"col\">Content</th></tr></thead>\n<tbody>\n")
	marcRow(w, "LDR", "")
	w.Text(visibleBlanks(string(r.Leader[:])))
	w.Raw("</td></tr>\n")
	for i := range r.Fields {
		f := &r.Fields[i]
		if len(f.Subfields) == 0 {
			marcRow(w, f.Tag.String(), "")
			w.Text(visibleBlanks(f.Value))
			w.Raw("</td></tr>\n")
			continue
		}
		marcRow(w, f.Tag.String(), visibleBlanks(string([]byte{f.Ind1, f.Ind2})))
		for _, s := range f.Subfields {
			w.Raw("<b>$")
			w.Text(string(rune(s.Code)))
			w.Raw("</b> <bdi>")
			w.Text(s.Value)
			w.Raw("</bdi> ")
		}
		w.Raw("</td></tr>\n")
	}
	w.Raw("</tbody>\n</table></div>\n")
}

func marcRow(w *xmlw.Writer, tag, indicators string) {
	w.Raw("<tr><td>")
	w.Text(tag)
	w.Raw("</td><td>")
	w.Text(indicators)
	w.Raw("</td><td>")
}

// visibleBlanks writes the blanks of coded data as #, as MARC 21 documents do.
func visibleBlanks(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c == ' ' {
			b[i] = '#'
		}
	}
	return string(b)
}
