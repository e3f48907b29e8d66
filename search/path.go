package search

import (
	"strings"

	"issnd/marc"
	"issnd/register"
)

// path is what a name of the context set marc points at: a field, a subfield,
// or positions of the leader or of a control field. The zero path is none.
type path struct {
	tag  marc.Tag       // "ldr" for the leader
	code byte           // of a subfield; 0 for all of the field
	at   *codedPosition // nil unless it is one
}

// marcField is the field of the index in which the subfields, control fields
// and coded positions of records stand that a viewer with a key may see. Its
// terms are a path, a separator and a word or code.
const marcField = "marc"

const pathEnd = "\x1f"

// marcSet is the context set whose names are paths.
const marcSet = "marc"

// subfieldCodes are those that are searched: all but those that link fields.
const subfieldCodes = "01234579" + letterCodes

// parsePath reads the name of a point of the context set marc without its
// prefix, in any letter case: 245 for a data field, 001 for a control field;
// 245$a, 245.a, 245a for a subfield; 008.18, 008/18, 008.15-17, ldr.06 for
// positions, 000 being the leader too. A name with a slash needs quotation marks
// in CQL. Why is "", or for people why the name is none.
func parsePath(name string) (p path, why string) {
	name = strings.ToLower(name)
	if len(name) < 3 || !alnum(name[:3]) {
		return p, "names are those of fields (marc.245), subfields (marc.245$a) and positions (marc.008.18)"
	}
	tag, rest := name[:3], name[3:]
	if tag == "000" {
		tag = "ldr"
	}
	p.tag = marc.Tag([]byte(tag))
	if p.tag.Control() || p.tag == tagLeader {
		return p.within(rest)
	}
	code := strings.TrimLeft(rest, "$.")
	switch {
	case len(rest)-len(code) > 1 || len(code) > 1 || rest != "" && code == "" || !alnum(code):
		return p, "a field is named as marc." + tag + ", its subfield a as marc." + tag + "$a"
	case code == "6" || code == "8":
		return p, "subfields that link fields are no index"
	case code != "":
		p.code = code[0]
	}
	if !register.Shown(p.tag, p.code) {
		return p, "nobody is shown such a field: it is administrative, or none of MARC 21"
	}
	return p, ""
}

// within is the path of the rest of a name in the leader or a control field.
func (p path) within(rest string) (path, string) {
	if _, known := controlFields[p.tag]; known {
		if rest != "" {
			return p, "the field is searched as a whole: marc." + p.tag.String()
		}
		return p, ""
	}
	if rest != "" && (rest[0] == '.' || rest[0] == '/') {
		if at := positions[p.tag.String()+"/"+rest[1:]]; at != nil {
			p.at = at
			return p, ""
		}
	}
	var known []string
	for i := range positionList {
		if at := &positionList[i]; at.tag == p.tag {
			known = append(known, "marc."+at.index())
		}
	}
	if known == nil {
		return p, "no position of the field is indexed"
	}
	return p, "of the field these positions are indexed: " + strings.Join(known, " ")
}

func alnum(s string) bool {
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// prefixes is what the terms of p begin with in the index: of a data field,
// each of its subfields.
func (p path) prefixes() []string {
	switch {
	case p.at != nil:
		return []string{p.at.name + pathEnd}
	case p.code != 0:
		return []string{p.tag.String() + string(rune(p.code)) + pathEnd}
	case p.tag.Control():
		return []string{p.tag.String() + pathEnd}
	}
	list := make([]string, len(subfieldCodes))
	for i, c := range subfieldCodes {
		list[i] = p.tag.String() + string(c) + pathEnd
	}
	return list
}

// present is the documents that have a term of p.
func (p path) present() Node {
	from := p.tag.String()
	if list := p.prefixes(); len(list) == 1 {
		from = list[0]
	}
	before := []byte(from)
	before[len(before)-1]++
	return &Range{Fields: []string{marcField}, From: from, To: string(before), OpenTo: true}
}

// name is how people are told of p.
func (p path) name() string {
	switch {
	case p.at != nil:
		return p.at.index()
	case p.code != 0:
		return p.tag.String() + "$" + string(rune(p.code))
	}
	return p.tag.String()
}

// point is the access point at p.
func (p path) point() *Point {
	pt := &Point{Names: []string{"marc." + p.name()}, Title: "MARC " + p.name(), Kind: Text, Tier: register.Complete, Scan: true, marc: p}
	tag := p.tag.String()
	switch {
	case p.at != nil:
		pt.Title, pt.Kind, pt.Normal, pt.Masked = p.at.title, Code, p.at.normal, p.at.masked
	case p.tag.Control():
		f := controlFields[p.tag]
		pt.Title, pt.Kind, pt.Normal, pt.Masked = f.Title, Code, f.Normal, f.Masked
	case p.code != 0:
		pt.Values = each(string(rune(p.code)), tag)
	default: // the words of a field stand by subfields, in no one list
		pt.Values, pt.Scan = joined(subfieldCodes, tag), false
	}
	return pt
}

// MARC lists points of the context set marc that the viewer may use, none for the
// public: the control fields and coded positions, and of the data fields and their
// subfields, which are too many, one each.
func (t *Table) MARC(v register.Viewer) []*Point {
	if v.Public() {
		return nil
	}
	list := []*Point{path{tag: tag245}.point(), path{tag: tag245, code: 'a'}.point()}
	list[0].Title, list[1].Title = "Field 245, as any other", "Subfield a of field 245, as any other"
	for _, tag := range []marc.Tag{tag001, tag003, tag005} {
		list = append(list, path{tag: tag}.point())
	}
	for i := range positionList {
		at := &positionList[i]
		list = append(list, path{tag: at.tag, at: at}.point())
	}
	return list
}
