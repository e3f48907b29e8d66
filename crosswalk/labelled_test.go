package crosswalk

import (
	"path/filepath"
	"strings"
	"testing"

	"issnd/internal/golden"
	"issnd/register"
)

func TestLabelled(t *testing.T) {
	for _, name := range recordNames {
		for _, tier := range []register.Tier{register.Released, register.Complete} {
			t.Run(name+"-"+tier.String(), func(t *testing.T) {
				got := dumpSections(Labelled(readRecord(t, name).View(tier)))
				golden.Equal(t, filepath.Join("testdata", "records", name+"-"+tier.String()+".labelled.txt"), []byte(got))
			})
		}
	}
}

// dumpSections writes sections as lines: the label, the text, and in brackets
// what else a value has.
func dumpSections(sections []Section) string {
	var b strings.Builder
	for _, s := range sections {
		b.WriteString("[" + s.ID + "] " + s.Title + "\n")
		for _, r := range s.Rows {
			for _, v := range r.Values {
				b.WriteString(r.Label + ": " + v.Text)
				for _, extra := range [...][2]string{
					{"lang", v.Lang}, {"original", v.Original}, {"original lang", v.OriginalLang}, {"note", v.Note},
					{"href", v.Href}, {"issn", v.ISSN.String()}, {"search", v.Search.String()},
				} {
					if extra[1] != "" {
						b.WriteString(" {" + extra[0] + " " + extra[1] + "}")
					}
				}
				if v.RightToLeft {
					b.WriteString(" {rtl}")
				}
				b.WriteString("\n")
			}
		}
		for _, h := range s.Holdings {
			b.WriteString(strings.Join([]string{h.Agency, h.Code, h.Status, h.Extent, h.Coverage, h.Updated, h.URL}, "; ") + "\n")
		}
	}
	return b.String()
}

func BenchmarkLabelled(b *testing.B) {
	v := readRecord(b, "full").View(register.Complete)
	b.ReportAllocs()
	for b.Loop() {
		Labelled(v)
	}
}

func BenchmarkDocuments(b *testing.B) {
	v := readRecord(b, "full").View(register.Complete)
	o := testOptions()
	for _, d := range documents {
		b.Run(d.ext, func(b *testing.B) {
			var buf []byte
			b.ReportAllocs()
			for b.Loop() {
				buf = d.render(buf[:0], v, o)
			}
		})
	}
}
