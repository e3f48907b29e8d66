package marc

import (
	"bytes"
	"io"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// declaration finds the encoding that an XML declaration names.
var declaration = regexp.MustCompile(`^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// transcode makes UTF-8 of a document that has the byte order mark of UTF-16
// or declares Latin-1 or Windows-1252. Any other declaration is ignored: the
// text is UTF-8 or damaged.
func (w *window) transcode() {
	w.more(256)
	head := w.bytes()
	var from encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		w.skip(3)
		return
	case bytes.HasPrefix(head, []byte("\xFE\xFF")), bytes.HasPrefix(head, []byte("\xFF\xFE")):
		from = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	default:
		m := declaration.FindSubmatch(head[:min(len(head), 256)])
		if m == nil {
			return
		}
		switch strings.ToLower(string(m[1])) {
		case "iso-8859-1", "latin1":
			from = charmap.ISO8859_1
		case "windows-1252", "cp1252":
			from = charmap.Windows1252
		default:
			return
		}
	}
	rest := w.src
	if w.err != nil {
		rest = errReader{w.err}
	}
	*w = window{src: from.NewDecoder().Reader(io.MultiReader(bytes.NewReader(head), rest)), max: w.max}
}

// errReader has nothing but its error.
type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }
