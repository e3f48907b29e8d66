package unimarc

import "issnd/marc"

// noteBlock is the notes, 3XX. A UNIMARC note is one text, so that what
// MARC 21 divides is joined in its order.
var noteBlock = []rule{
	{tag: "500", to: "300", join: true},
	{tag: "501", to: "300", join: true},
	{tag: "504", to: "320", join: true},
	{tag: "505", to: "327", ind1: mapped(1, "0>1 1>0 2>2"), join: true},
	{tag: "506", to: "310", join: true},
	{tag: "507", to: "315", join: true},
	{tag: "508", to: "322", join: true},
	{tag: "510", to: "321", subs: "a b c u x", do: coverage},
	{tag: "511", to: "323", join: true},
	{tag: "513", to: "300", join: true},
	{tag: "515", to: "315", join: true},
	{tag: "516", to: "336", join: true},
	{tag: "518", to: "300", join: true},
	{tag: "520", to: "330", join: true},
	{tag: "521", to: "333", join: true},
	{tag: "522", to: "300", join: true},
	{tag: "524", to: "332", join: true},
	{tag: "525", to: "300", join: true},
	{tag: "530", to: "300", join: true},
	{tag: "533", to: "325", join: true},
	{tag: "534", to: "324", join: true},
	{tag: "535", to: "300", join: true},
	{tag: "536", to: "300", join: true},
	{tag: "538", to: "337", join: true, subs: "u"},
	{tag: "540", to: "310", join: true},
	{tag: "541", to: "317", join: true},
	{tag: "542", to: "300", join: true},
	{tag: "545", to: "300", join: true},
	{tag: "546", to: "302", join: true},
	{tag: "547", to: "312", join: true},
	{tag: "550", to: "314", join: true},
	{tag: "555", to: "320", join: true, subs: "u"},
	{tag: "556", to: "300", join: true},
	{tag: "561", to: "317", join: true, subs: "5 u"},
	{tag: "562", to: "316", join: true, subs: "5"},
	{tag: "563", to: "316", join: true, subs: "5 u"},
	{tag: "567", to: "300", join: true},
	{tag: "570", to: "314", join: true},
	{tag: "580", to: "300", join: true},
	{tag: "581", to: "321", join: true},
	{tag: "583", to: "318", subs: "a b c d e f h i j k l n o x:p z:r u 5"},
	{tag: "584", to: "346", subs: "a b 5"},
	{tag: "585", to: "300", join: true},
	{tag: "586", to: "334", join: true},
	{tag: "588", to: "300", join: true, do: basis},
}

// coverage writes 510. Whether coverage is complete or selective has no place.
func coverage(c *conversion, r *rule, f *marc.Field) {
	if f.Ind1 == '1' || f.Ind1 == '2' {
		c.loseIndicator(f.Tag, 1, f.Ind1, noIndicator)
	}
	c.carry(r, f)
}

// basis writes 588 as a general note, which does not say what kind it is.
func basis(c *conversion, r *rule, f *marc.Field) {
	c.lose(f.Tag, 'a', f.Get('a'), asNote)
	c.carry(r, f)
}
