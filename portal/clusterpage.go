package portal

import (
	"strconv"

	"issnd/crosswalk"
	"issnd/internal/xmlw"
	"issnd/register"
)

var cutNotice = "<p class=\"notice\">This list may not be complete: no more than " + strconv.Itoa(register.MostMembers) + " records with one ISSN-L are looked at.</p>\n"

// cluster renders the page of an ISSN-L: its media versions.
func (p *pages) cluster(dst []byte, c *register.ClusterView, o *crosswalk.Options) ([]byte, error) {
	l := c.ISSNL.String()
	path := linkingPath + l
	w := recordWriter{Writer: xmlw.Writer{Buf: dst}, o: o, path: path, url: o.PublicURL + path[1:]}
	w.Raw(p.frame.start)
	w.Text("ISSN-L " + l + " · " + p.register)
	w.Raw(p.frame.head)
	w.canonical()
	w.Raw(p.frame.main)
	w.Raw("<header class=\"masthead\">\n<h1>ISSN-L " + l + "</h1>\n<p>One title in all its media. Each version has an ISSN of its own; this number links them.</p>\n</header>\n")
	if c.Cut {
		w.Raw(cutNotice)
	}
	w.Raw("<ul class=\"cards\">\n")
	for i := range c.Members {
		m := &c.Members[i]
		id := m.ISSN.String()
		w.Raw("<li><a href=\"" + serialPath + id + "\"><span class=\"card-title\">ISSN " + id + "</span> <span class=\"card-issn\">")
		for medium := range m.Media.All() {
			w.Raw(mediumIcons[medium] + mediumNames[medium] + " ")
		}
		w.Raw("</span></a></li>\n")
	}
	w.Raw("</ul>\n<section>\n<h2>This page as</h2>\n<ul class=\"formats\">\n")
	for _, f := range p.clusters {
		if f.Ext != htmlExt {
			w.Raw("<li><a href=\"" + path + f.Ext + "\" title=\"" + f.Title + "\">" + f.Name + "</a></li>\n")
		}
	}
	w.Raw("</ul>\n<p>URI: <code>")
	w.Text(identity(o, linkingResource, c.ISSNL))
	w.Raw("</code></p>\n</section>\n")
	w.Raw(p.frame.end)
	return w.Buf, nil
}
