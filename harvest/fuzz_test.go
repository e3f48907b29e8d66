package harvest

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"testing"

	"issnd/internal/xmlw"
)

// FuzzParse: what is read is well formed and its metadata are parts of it, and
// mending makes nothing worse.
func FuzzParse(f *testing.F) {
	f.Add([]byte(page(live("0028-0836", "A", "status:legacy"), gone("oai:x:0036-8075"), next("t"))))
	f.Add([]byte(failed("badArgument")))
	f.Add([]byte(head + second + tail))
	f.Add([]byte(page("<record><metadata/></record>", "<record><metadata>&#3;<a></a></metadata></record>")))
	f.Add([]byte(page(`<resumptionToken completeListSize=" 5 " expirationDate="2026-03-01T12:00:00Z" cursor="0"/>`)))
	f.Add([]byte("<?A\x00?>" + page()))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := parse(data)
		if err != nil {
			_ = err.Error()
			mended, n := mend(data)
			if n == 0 && !bytes.Equal(mended, data) {
				t.Fatalf("mended without a count: %q", mended)
			}
			if again, m := mend(mended); m > 0 || !bytes.Equal(again, mended) {
				t.Fatalf("mended twice: %q", mended)
			}
			return
		}
		if _, n := mend(data); n > 0 && !unread(data) {
			t.Errorf("it was read and has %d illegal characters: %q", n, data)
		}
		for i := range a.records {
			if m := a.records[i].metadata; len(m) > 0 && !wellFormed(m) {
				t.Errorf("metadata %q of %q", m, data)
			}
		}
	})
}

// unread reports whether there may be characters in a document that the decoder
// does not look at, in instructions and comments, or that are written otherwise.
func unread(data []byte) bool {
	data = bytes.TrimPrefix(data, bytes.TrimSpace([]byte(xmlw.Header)))
	return slices.ContainsFunc([]string{"<?", "<!", "&#", "\xEF\xBF"}, func(s string) bool { return bytes.Contains(data, []byte(s)) })
}

// wellFormed reports whether the tags of a part of a document match.
func wellFormed(part []byte) bool {
	d := xml.NewDecoder(io.MultiReader(bytes.NewReader([]byte("<x>")), bytes.NewReader(part), bytes.NewReader([]byte("</x>"))))
	for {
		if _, err := d.Token(); err == io.EOF {
			return true
		} else if err != nil {
			return false
		}
	}
}
