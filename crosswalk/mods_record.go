package crosswalk

import "strings"

// recordInfo writes what is known of the record itself: the ISSN centre that
// is responsible, the dates, the number, the record kind and, for complete
// records, the cataloguing.
func (w *modsWriter) recordInfo() {
	w.Start("recordInfo")
	if code := centre(w.v); code != "" {
		address, _ := webIRI(w.o.base() + pathCentre + code)
		w.text("recordContentSource", centreName(code), nil, "authority", "issncentre", "valueURI", address)
	}
	w.text("recordChangeDate", modifiedDate(w.v), nil, "encoding", "w3cdtf")
	w.Element("recordIdentifier", w.v.Head().ISSN.String(), "source", "issn")
	w.text("recordInfoNote", recordKind(w.v.Head()), nil, "type", "status")
	if !w.v.Minimum() {
		w.cataloguing()
	}
	w.Element("recordOrigin", "Converted from MARC 21.")
	w.End("recordInfo")
}

func (w *modsWriter) cataloguing() {
	if v := w.r.Control(tag008); len(v) >= 6 {
		if _, ok := digits(v[:6]); ok {
			w.Element("recordCreationDate", v[:6], "encoding", "marc")
		}
	}
	for f := range w.r.Each(tag040) {
		w.text("recordContentSource", cleanText(f.Get('a')), nil, "authority", "marcorg")
		if code := strings.ToLower(cleanText(f.Get('b'))); len(code) == 3 && isLanguage(code) {
			w.language("languageOfCataloging", code, "", "")
		}
		w.text("descriptionStandard", strings.ToLower(cleanText(f.Get('e'))), nil)
	}
}
