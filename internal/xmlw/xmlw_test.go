package xmlw

import (
	"encoding/xml"
	"testing"
)

func TestEscapes(t *testing.T) {
	for _, c := range []struct{ in, text, attr string }{
		{"a&b<c>d\"e", "a&amp;b&lt;c&gt;d\"e", "a&amp;b&lt;c&gt;d&quot;e"},
		{"tab\tlf\ncr\r", "tab\tlf\ncr&#13;", "tab&#9;lf&#10;cr&#13;"},
		{"nul\x00esc\x1b", "nul\uFFFDesc\uFFFD", "nul\uFFFDesc\uFFFD"},
		{"bad\xff\uFFFEé漢", "bad\uFFFD\uFFFDé漢", "bad\uFFFD\uFFFDé漢"},
		{"]]>", "]]&gt;", "]]&gt;"},
	} {
		if got := string(AppendText(nil, c.in)); got != c.text {
			t.Errorf("AppendText(%q) = %q, want %q", c.in, got, c.text)
		}
		if got := string(AppendAttr(nil, c.in)); got != c.attr {
			t.Errorf("AppendAttr(%q) = %q, want %q", c.in, got, c.attr)
		}
	}
}

// TestEscapesAnywhere: every byte is written the same wherever it stands in a
// long text.
func TestEscapesAnywhere(t *testing.T) {
	const plain = "what stands for itself"
	for c := range 256 {
		one := string([]byte{byte(c)})
		for i := range plain {
			in := plain[:i] + one + plain[i:]
			if got, want := string(AppendText(nil, in)), plain[:i]+string(AppendText(nil, one))+plain[i:]; got != want {
				t.Errorf("AppendText(%q) = %q, want %q", in, got, want)
			}
			if got, want := string(AppendAttr(nil, in)), plain[:i]+string(AppendAttr(nil, one))+plain[i:]; got != want {
				t.Errorf("AppendAttr(%q) = %q, want %q", in, got, want)
			}
		}
	}
}

func TestWriter(t *testing.T) {
	var w Writer
	w.Start("r")
	w.Attr("xmlns", "urn:x")
	w.Element("e", "a<b", "k", `"v"`)
	w.Element("empty", "")
	w.Start("s")
	w.Raw("<!--c-->")
	w.End("s")
	w.End("r")
	want := `<r xmlns="urn:x"><e k="&quot;v&quot;">a&lt;b</e><empty/><s><!--c--></s></r>`
	if got := string(w.Buf); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// FuzzAppend: whatever goes in, a parser reads it back as one text and one
// attribute, equal but for what XML cannot hold.
func FuzzAppend(f *testing.F) {
	f.Add("a&b\t\r\n\x00\xff")
	f.Fuzz(func(t *testing.T, s string) {
		var w Writer
		w.Element("e", s, "a", s)
		var v struct {
			A string `xml:"a,attr"`
			T string `xml:",chardata"`
		}
		if err := xml.Unmarshal(w.Buf, &v); err != nil {
			t.Fatalf("%q: %v", w.Buf, err)
		}
		if v.A != v.T {
			t.Fatalf("attribute %q, text %q", v.A, v.T)
		}
	})
}
