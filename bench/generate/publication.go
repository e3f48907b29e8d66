package generate

// publisherForms are how publishers are named: before and after the word of their rank.
var publisherForms = [...][2]string{
	{"", " Press"}, {"University of ", ""}, {"", " Publishing"}, {"", " Society"}, {"Verlag ", ""},
	{"", " & Co."}, {"Institute of ", " Research"}, {"Éditions ", ""}, {"Editorial ", ""}, {"Ministry of ", ""},
}

// publisherName adds the name of the publisher of a rank; a publisher has the
// same name in every record.
func (d *draft) publisherName(rank int) *draft {
	form := &publisherForms[rank%len(publisherForms)]
	d.str(form[0])
	at := len(d.text)
	d.text = appendWord(d.text, len(common)+rank)
	if rank%3 != 0 {
		d.str(" ")
		d.text = appendWord(d.text, rank%997)
	}
	d.text[at] -= 'a' - 'A'
	return d.str(form[1])
}

// publication is 263 and 264.
func (e *entry) publication(linked bool) {
	if e.kind.name == "Legacy" {
		return
	}
	if e.kind.name == "Provisional" {
		e.field("263", "  ").sub('a').str("2612")
	}
	e.field("264", " 1")
	if linked {
		e.sub('6').str("880-03")
	}
	e.sub('a').str(e.home.place).str(" :")
	e.sub('b').publisherName(e.publisher).str(",")
	e.sub('c').int(e.start).str("-")
	if e.end != 9999 {
		e.int(e.end)
	}
	if e.confirmed() && e.random.chance(90) {
		e.field("264", "31").sub('3').int(e.start + (2024-e.start)/2).str("-")
		e.sub('a').str(e.home.place).str(" :").sub('b').publisherName(e.random.zipf(publishers))
	}
}

// frequencies are 008/18-19 with what 310 says, each as often as it stands here.
var frequencies = [...]struct{ codes, text string }{
	{"ar", "Annual"}, {"ar", "Annual"}, {"ar", "Annual"}, {"ar", "Annual"},
	{"qr", "Quarterly"}, {"qr", "Quarterly"}, {"qr", "Quarterly"}, {"qr", "Quarterly"},
	{"mr", "Monthly"}, {"mr", "Monthly"}, {"mr", "Monthly"},
	{"fr", "Semiannual"}, {"fr", "Semiannual"}, {"br", "Bimonthly"}, {"br", "Bimonthly"},
	{"tr", "Three times a year"}, {"wr", "Weekly"}, {"dr", "Daily"}, {" x", "Irregular"},
	{"kr", "Continuously updated"}, {"zr", "10 times a year"},
}

// form is 310 to 338.
func (e *entry) form() {
	if e.kind.name == "Legacy" {
		return
	}
	e.field("310", "  ").sub('a').str(frequencies[e.often].text)
	e.field("336", "  ").sub('a').str("text").sub('b').str("txt").sub('2').str("rdacontent")
	media, mediaCode, carrier, carrierCode := "unmediated", "n", "volume", "nc"
	switch e.medium {
	case 'o':
		media, mediaCode, carrier, carrierCode = "computer", "c", "online resource", "cr"
	case 'd':
		media, mediaCode, carrier, carrierCode = "computer", "c", "computer disc", "cd"
	}
	e.field("337", "  ").sub('a').str(media).sub('b').str(mediaCode).sub('2').str("rdamedia")
	e.field("338", "  ").sub('a').str(carrier).sub('b').str(carrierCode).sub('2').str("rdacarrier")
}

// notes are 362 to 588.
func (e *entry) notes() {
	if !e.confirmed() {
		return
	}
	if e.random.chance(650) {
		e.field("362", "0 ").sub('a').str("Vol. 1, no. 1 (").int(e.start).str(")-")
	}
	if e.random.chance(500) {
		e.field("500", "  ").sub('a').str("Published with the support of ").publisherName(e.random.zipf(publishers)).str(".")
	}
	if e.random.chance(110) {
		e.field("510", "2 ").sub('a').str("Index of ")
		e.text = appendWord(e.text, e.random.below(40))
	}
	if e.random.chance(200) {
		e.field("550", "  ").sub('a').str("Issued by: ").publisherName(e.random.zipf(publishers)).str(".")
	}
	if e.twin != none && e.random.chance(600) {
		e.field("580", "  ").sub('a').str("Issued also in another medium under the same title.")
	}
	if e.random.chance(800) {
		e.field("588", "  ").sub('a').str("Description based on: Vol. 1, no. 1 (").int(e.start).str("); title from cover. Latest issue consulted: Vol. ").int(2 + e.random.below(60)).str(", no. 2.")
	}
}
