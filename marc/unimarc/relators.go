package unimarc

import "strings"

// otherRelator is the UNIMARC relator code for roles that have none.
const otherRelator = "570"

// relators are UNIMARC relator codes (UNIMARC Manual, Appendix C) by MARC
// relator code and by English term, for the roles that occur with continuing
// resources.
var relators = map[string]string{
	"arr": "030", "arranger": "030",
	"art": "040", "artist": "040",
	"aut": "070", "author": "070",
	"cmp": "230", "composer": "230",
	"com": "220", "compiler": "220",
	"cre": "070", "creator": "070",
	"ctb": "205", "contributor": "205",
	"ctg": "180", "cartographer": "180",
	"dnr": "320", "donor": "320",
	"drt": "300", "director": "300",
	"dst": "310", "distributor": "310",
	"edt": "340", "editor": "340", "ed": "340",
	"fmo": "390", "former owner": "390",
	"fnd": "400", "funder": "400",
	"his": otherRelator, "host institution": otherRelator,
	"ill": "440", "illustrator": "440",
	"isb": otherRelator, "issuing body": otherRelator,
	"oth": otherRelator, "other": otherRelator,
	"pbd": "651", "publishing director": "651",
	"pbl": "650", "publisher": "650",
	"pht": "600", "photographer": "600",
	"pro": "630", "producer": "630",
	"prt": "610", "printer": "610",
	"spn": "723", "sponsor": "723", "sponsoring body": "723",
	"trl": "730", "translator": "730",
}

// relator is the code for a MARC relator code, term or address, or "", and
// whether it leads back to that role.
func relator(s string) (code string, exact bool) {
	s = s[strings.LastIndexByte(s, '/')+1:]
	s = strings.ToLower(strings.TrimRight(s, " .,;"))
	if len(s) == 3 && digits(s) {
		return s, true
	}
	code = relators[s]
	return code, code != otherRelator || s == "oth" || s == "other"
}
