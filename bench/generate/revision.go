package generate

import (
	"fmt"
	"strings"

	"issnd/marc"
)

// RevisionWord is the word that titles of a revision end with.
func RevisionWord(revision int) string { return fmt.Sprintf("revision%dx", revision) }

// Revision is record i as it is after a revision: its title has one word more.
// It is nil if there is no record i, or if it has no title in 245 $a.
func (g *Generator) Revision(i, revision int) *marc.Record {
	r := g.Record(i)
	if r == nil {
		return nil
	}
	f := r.First(marc.T("245"))
	if f == nil {
		return nil
	}
	for k := range f.Subfields {
		if s := &f.Subfields[k]; s.Code == 'a' {
			title := strings.TrimRight(s.Value, " /:;.,=")
			s.Value = title + " " + RevisionWord(revision) + s.Value[len(title):]
			return r
		}
	}
	return nil
}
