// Package mrk reads and writes MARC records as lines of text, in the mnemonic
// form that MarcEdit made known, so that people can write and review records:
//
//	=LDR  00000cas\a2200000\a\4500
//	=001  0028-0836
//	=245  00$aNature.
//
// A line is "=", the tag, two spaces and the content. The content of a data
// field is two indicators and subfields, each of which starts with "$" and its
// code. In the leader, in control fields and in indicators a blank is written
// as a backslash. An empty line ends a record. The text is UTF-8.
//
// Characters that have a meaning of their own are written as mnemonics:
// {dollar}, {lcub} and {rcub} for braces, {bsol} for a backslash, {lf} and
// {cr} for the ends of lines.
package mrk

import "strings"

// prefix is the number of bytes before the content of a line: "=245  ".
const prefix = 6

var (
	dataEscapes = strings.NewReplacer(
		"$", "{dollar}", "{", "{lcub}", "}", "{rcub}", "\n", "{lf}", "\r", "{cr}")
	controlEscapes = strings.NewReplacer(
		" ", `\`, `\`, "{bsol}", "{", "{lcub}", "}", "{rcub}", "\n", "{lf}", "\r", "{cr}")
	unescapes = strings.NewReplacer(
		"{dollar}", "$", "{lcub}", "{", "{rcub}", "}", "{bsol}", `\`, "{lf}", "\n", "{cr}", "\r")
)
