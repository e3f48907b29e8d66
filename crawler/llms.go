package crawler

import "fmt"

// LLMs is llms.txt: what this is and how to have it cheaply, in Markdown, for
// programs that read it for people. By the form of llmstxt.org each section is a
// list of links with notes, and all else stands before.
func (s *Service) LLMs(site string) []byte {
	site = s.site(site)
	b := fmt.Appendf(nil, `# %s

> A register of serials and other continuing resources (journals, newspapers,
> series, websites), each of which is identified by an ISSN. Records say the
> title, the medium, the country and the relations between titles.

Nothing here needs a script, a cookie or an answer to a puzzle. What is read
again should be asked for with If-None-Match: an answer 304 costs a quarter.
Limits are told by the fields RateLimit-Policy, RateLimit and Retry-After.

The address of a record is %[2]sresource/ISSN/ and its ISSN,
that of a title in all media %[2]sresource/ISSN-L/ and its ISSN-L.
A suffix (.ttl, .nt, .rdf, .jsonld, .json, .mrc, .marcxml …) or the field Accept
asks for a format.

## All records

- [Dumps](%[2]sdumps/): the whole register as files, in several formats, and what changed since. The cheapest way to have much.
- [List of dumps](%[2]sdumps/index.json): the same as JSON.
- [OAI-PMH](%[2]soai?verb=Identify): all records or a set of them, and later only the changes.
- [Sitemap](%[2]ssitemap.xml): the addresses of all records, with dates.

## One record

- [Formats](%[2]sformats): all of them, with their suffixes and media types.
`, s.config.Title, site)
	if id := s.config.Example(); id != "" {
		b = fmt.Appendf(b, `- [A record](%[1]sresource/ISSN/%[2]s): for example.
- [Its data](%[1]sresource/ISSN/%[2]s.ttl): the same in Turtle.
- [Its sign-posts](%[1]sresource/ISSN/%[2]s/linkset): all its representations.
`, site, id)
	}
	b = fmt.Appendf(b, `
## Searching

- [SRU](%[1]ssru): CQL queries, versions 1.1, 1.2 and 2.0, for programs. Please no crawling.
- [Search](%[1]ssearch): for people.
`, site)
	if s.config.License != "" {
		b = fmt.Appendf(b, "\n## Licence\n\n- [%s](%s): of the released data, stated in every record.\n", s.config.LicenseName, s.config.License)
	}
	return b
}
