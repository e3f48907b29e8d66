package crawler

import "fmt"

// LLMs is llms.txt: what this is and how to have it cheaply, in Markdown, for
// programs that read it for people.
func (s *Service) LLMs(site string) []byte {
	site = s.site(site)
	b := fmt.Appendf(nil, `# %s

> A register of serials and other continuing resources (journals, newspapers,
> series, websites), each of which is identified by an ISSN. Records say the
> title, the medium, the country and the relations between titles.

Nothing here needs a script, a cookie or an answer to a puzzle. What is read
again should be asked for with If-None-Match: an answer 304 costs a quarter.
Limits are told by the fields RateLimit-Policy, RateLimit and Retry-After.

## All records

- [Dumps](%[2]sdumps/): the whole register as files, in several formats, and what changed since; [as JSON](%[2]sdumps/index.json). The cheapest way to have much.
- [OAI-PMH](%[2]soai?verb=Identify): all records or a set of them, and later only the changes.
- [Sitemap](%[2]ssitemap.xml): the addresses of all records, with dates.

## One record

- Address: %[2]sresource/ISSN/0028-0836, and /resource/ISSN-L/… for the versions of a title in all media.
- Format by suffix (.ttl, .nt, .rdf, .jsonld, .json, .mrc, .marcxml …) or by the field Accept; [the list of formats](%[2]sformats).
- [Sign-posts](%[2]sresource/ISSN/0028-0836/linkset) of a record: all its representations.

## Searching

- [SRU](%[2]ssru): CQL queries, versions 1.1, 1.2 and 2.0, for programs. Please no crawling.
- [Search](%[2]ssearch): for people.
`, s.config.Title, site)
	if s.config.License != "" {
		b = fmt.Appendf(b, "\n## Licence\n\n- [%s](%s): of the released data, stated in every record.\n", s.config.LicenseName, s.config.License)
	}
	return b
}
