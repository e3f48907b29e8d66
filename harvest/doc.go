// Package harvest is the client side of OAI-PMH 2.0: it keeps a register up to
// date with what a data provider has.
//
// # How a harvest goes
//
// Identify tells the granularity of the provider. ListRecords is then followed
// page by page. Each page is written to the register, and after it the State to
// its file: a harvest that ends in the middle, for whatever reason, goes on from
// the page that it had not written yet. Where the provider does not know the
// resumption token any more, the list is begun again. As the records of a page
// change nothing the second time, it does not matter that a page may be written
// twice.
//
// The next harvest asks for what has changed since the responseDate of the first
// answer of the last one that was completed, less one granule: the clock is that
// of the provider, and what changed while the first page was made is not missed.
//
// A record with the status deleted is withdrawn from the register. Its number is
// read from the end of the OAI identifier ("oai:issn.org:0028-0836"), which is
// all that a provider says of it; a deletion that names no ISSN is rejected and
// goes into quarantine like a record that cannot be read.
//
// Sets whose names are those of this program (register.Sets) tell what MARC need
// not say: status:… is the record kind, and openaccess that the serial is in the
// directory of open access resources.
//
// # What is tolerated
//
// Providers are slow, busy and sometimes wrong. What may pass is tried again:
// failed connections, timeouts, 429 and 5xx, answers that are cut off or not
// well formed. Retry-After is obeyed up to a limit. Control characters that XML
// does not allow are replaced. An answer that ends the list before its
// completeListSize without the empty token that has to end it (§3.5), or that
// gives the same page again, is an error, so that nothing is missed in silence.
package harvest
