package unimarc

import "issnd/marc"

// Tags that the code names; all others are in the tables.
var (
	tag001 = marc.T("001")
	tag003 = marc.T("003")
	tag005 = marc.T("005")
	tag007 = marc.T("007")
	tag008 = marc.T("008")
	tag022 = marc.T("022")
	tag023 = marc.T("023")
	tag040 = marc.T("040")
	tag041 = marc.T("041")
	tag044 = marc.T("044")
	tag245 = marc.T("245")
	tag321 = marc.T("321")
	tag490 = marc.T("490")
	tag880 = marc.T("880")

	tagLanguage    = marc.T("101")
	tagCountry     = marc.T("102")
	tagGeneral     = marc.T("100")
	tagForm        = marc.T("106")
	tagContinuing  = marc.T("110")
	tagISSN        = marc.T("011")
	tagIdentifier  = marc.T("017")
	tagPublication = marc.T("210")
	tagLinkNote    = marc.T("311")
	tagVariant     = marc.T("517")
	tagSource      = marc.T("801")
	tagCentre      = marc.T("802")
)
