// Package unimarc converts MARC 21 records of continuing resources to UNIMARC
// and writes MarcXchange (ISO 25577).
//
// The conversion is a set of tables, one for each block of fields; a row says
// which UNIMARC field and subfields a MARC 21 field becomes:
//
//	{tag: "264", to: "214", ind1: mapped(1, "2>0 3>1"), subs: "a b:c c:d"}
//
// Only what no row can express is a function. What has no place in UNIMARC is
// reported as a [Loss], subfield by subfield, so that nothing is dropped
// silently; a record for which [Convert] reports nothing can be converted back.
//
// # Rulings
//
// The two formats leave some choices open. These are the ones made here:
//
//   - Fields whose tag holds a 9 (other than 490) or a letter are local in both
//     formats and are copied unchanged.
//   - ISBD marks at the end of subfields stay, because a catalogue that shows
//     UNIMARC without them cannot know which were there; [Converter.StripISBD]
//     removes them.
//   - Nonfiling characters are reported and not marked unless
//     [Converter.NonSorting] is set.
//   - An ISSN-H, 023 with first indicator 1, is a 017 with source issn-h; an ISSN
//     that replaces a cancelled one, 022 $v, a 017 with source issn-replacement.
//     UNIMARC has no element for either.
//   - 022 $y (incorrect) is 011 $z and 022 $z (cancelled) is 011 $y: the letters
//     change places.
//   - A link keeps the title's qualifier, $c, at the end of $t, and its display
//     text, $i, with the title in a note 311.
//   - 102 $c holds the MARC code of the country wherever $a does not lead back
//     to it: the parts of Australia, Canada, the United Kingdom and the United
//     States, and places that ISO 3166-1 does not know.
//   - Fill characters of 008 stay fill characters, are blank in the dates, and
//     give no 101; the form of item in 106 then comes from 007.
//   - An 880 becomes a second field with the tag of the field it is linked to,
//     with $6 and the script in $7.
//   - The name of a web archive, 857 $c, is the host name of an 856, $n.
package unimarc
