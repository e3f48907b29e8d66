package crawler

import "fmt"

// Robots is robots.txt. Records, documents and their data are open; what costs
// a search for each address is not, since there is no end of addresses.
func (s *Service) Robots(site string) []byte {
	return fmt.Appendf(nil, `# Records, in all formats, and pages may be read.
# What is listed below has addresses without end, each of which is a search.
# Whoever wants all records gets them faster as files, at /dumps/, or by
# OAI-PMH, at /oai, which are there for programs that were made for them.
# See also /llms.txt

User-agent: *
Disallow: /search
Disallow: /api/search
Disallow: /suggest
Disallow: /resolve
Disallow: /sru
Disallow: /oai

Sitemap: %s%s
`, s.site(site), IndexPath[1:])
}
