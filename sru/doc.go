// Package sru answers SRU: versions 1.1 and 1.2 (Library of Congress) and 2.0
// (OASIS searchRetrieve 1.0, Part 3), with explain, searchRetrieve and scan.
//
// The three versions are one protocol here. Parse makes a Request of the
// parameters of any of them, Service.Do answers it with a Response, and a
// Response is written in the XML of its version (AppendXML), as JSON
// (AppendJSON) or as a page for people. Service.Handle does all that for one
// HTTP request, which may be a GET, a form or a SOAP 1.1 envelope. The router
// is named in echo.go alone.
//
// # What is wrong
//
// What a request does wrong is a diagnostic of info:srw/diagnostic/1. One that
// is fatal comes without records (Request.Faults); another stands beside them
// (Request.Notes); a surrogate stands in the place of one record that cannot be
// given. All are answered with the status 200, as the clients of the protocol
// expect, but for a key that nobody has, which is 401.
//
// # What is offered
//
// Explain, the page for people and the tables of docs/sru.md are made from the
// table of access points, the table of formats and the limits, which are the
// very ones that requests are answered by.
package sru
