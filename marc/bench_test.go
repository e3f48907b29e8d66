package marc

import (
	"bytes"
	"io"
	"testing"
)

// documents are the same records in both formats.
func documents(b *testing.B) map[string][]byte {
	var iso []byte
	xml := []byte(MARCXMLHeader)
	for _, r := range serials(500) {
		iso = append(iso, encode(b, r)...)
		xml = AppendMARCXML(xml, r)
	}
	return map[string][]byte{"ISO2709": iso, "MARCXML": append(xml, MARCXMLFooter...)}
}

func BenchmarkReader(b *testing.B) {
	for name, doc := range documents(b) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				r, err := NewReader(bytes.NewReader(doc))
				for err == nil {
					_, err = r.Next()
				}
				if err != io.EOF {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkUnpack(b *testing.B) {
	packed := AppendPacked(nil, serials(1)[0])
	b.SetBytes(int64(len(packed)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Unpack(packed); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriters(b *testing.B) {
	r := serials(1)[0]
	var dst []byte
	b.Run("packed", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			dst = AppendPacked(dst[:0], r)
		}
	})
	b.Run("ISO2709", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			dst, _ = AppendISO2709(dst[:0], r)
		}
	})
	b.Run("MARCXML", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			dst = AppendMARCXML(dst[:0], r)
		}
	})
}
