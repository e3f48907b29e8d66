// Package crawler tells robots what is where: robots.txt (RFC 9309), llms.txt,
// and sitemaps of the records that are public (sitemaps.org protocol 0.9).
//
// Each sitemap has the records whose latest change is in one part of the change
// log. So nothing has to be kept or made in advance, a record that changes moves
// to the last sitemap, and those before it only ever get shorter: who follows
// the dates of the index reads what is new and nothing else.
package crawler
