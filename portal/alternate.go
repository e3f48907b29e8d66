package portal

import (
	"issnd/format"
	"issnd/internal/xmlw"
)

// alternate is how a page leads to another representation of what it shows: what
// follows the path of the resource in a link of the head and in the list "this
// page as".
type alternate struct{ link, item string }

// alternates is those of a page whose resource has the formats.
func alternates(formats []*format.Format) (all []alternate) {
	for _, f := range formats {
		if f.Ext == htmlExt {
			continue
		}
		all = append(all, alternate{
			link: f.Ext + "\" type=\"" + string(xmlw.AppendAttr(nil, f.MediaTypes[0])) + "\">\n",
			item: f.Ext + "\" title=\"" + string(xmlw.AppendAttr(nil, f.Title)) + "\">" + string(xmlw.AppendText(nil, f.Name)) + "</a></li>\n",
		})
	}
	return all
}
