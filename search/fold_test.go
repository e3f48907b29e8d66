package search

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"ASCII", "  The Journal, of: C++ & (Sons)  ", "the journal of c sons"},
		{"nothing", "?!", ""},
		{"accents", "Économie—École d'été", "economie ecole d ete"},
		{"strokes", "Øst Łódź Đakovo Ħaġa þing ðar", "ost lodz dakovo haga thing dar"},
		{"ligatures", "Æsop œuvre Straße ﬁle Ĳssel", "aesop oeuvre strasse file ijssel"},
		{"Turkish", "İstanbul Isı", "istanbul isi"},
		{"Vietnamese", "Tạp chí Việt Nam", "tap chi viet nam"},
		{"full width", "ＡＢＣ　１２３", "abc 123"},
		{"superscript", "H²O №5", "h2o no5"},
		{"soft hyphen", "co\u00adoperation", "cooperation"},
		{"non-sorting marks", "\u0098The \u009cTimes", "the times"},
		{"transliteration", "Zhurnal ėksperimentalʹnoĭ fiziki", "zhurnal eksperimentalnoi fiziki"},
		{"half marks", "Izvestii︠a︡", "izvestiia"},
		{"Cyrillic", "ЁЛКА Йод", "елка йод"},
		{"Ukrainian", "Їжак Ґанок", "іжак ґанок"},
		{"Greek", "ΛΟΓΟΣ λόγος Ἀθῆναι", "λογοσ λογοσ αθηναι"},
		{"Hebrew", "תַּרְבִּיץ שלום", "תרביצ שלומ"},
		{"Arabic", "أَبْجَدِيّات إلى مدرسة العـــدد", "ابجديات الي مدرسه العدد"},
		{"Persian", "کتاب فارسی ۱۳۸۵", "كتاب فارسي 1385"},
		{"Devanagari digits", "अंक १२", "अंक 12"},
		{"Thai", "วารสารไทย", "วารสารไทย"},
		{"Korean", "분석 과학", "분석 과학"},
		{"Chinese", "國立臺灣大學學報", "国立台湾大学学报"},
		{"Japanese", "経済と図書館", "经济と图书馆"},
		{"half-width kana", "ｶﾞｲﾄﾞ", "ガイド"},
		{"broken UTF-8", "a\xffb", "a b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, Fold(tt.in)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string // terms with the places that they share
	}{
		{"words", "annual review", []string{"0 annual", "1 review"}},
		{"one character", "報", []string{"0 报"}},
		{"characters", "物理学", []string{"0 物", "0 物理", "1 理", "1 理学", "2 学"}},
		{"apart", "物 理", []string{"0 物", "1 理"}},
		{"mixed", "中国abc文", []string{"0 中", "0 中国", "1 国", "2 abc", "3 文"}},
		{"kana", "ガイド", []string{"0 ガ", "0 ガイ", "1 イ", "1 イド", "2 ド"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folded := []byte(Fold(tt.in))
			words, _ := appendWords(nil, folded, 0)
			var got []string
			for _, w := range words {
				got = append(got, string(rune('0'+w.place))+" "+string(folded[w.start:w.end]))
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// TestHanForms: a character stands for itself wherever it stands for another.
func TestHanForms(t *testing.T) {
	n := 0
	for i, to := range hanForms() {
		if to == 0 {
			continue
		}
		n++
		if again := hanForms()[rune(to)-firstHan]; again != 0 {
			t.Errorf("%c becomes %c, which becomes %c", firstHan+i, to, again)
		}
	}
	if n < 3000 {
		t.Errorf("%d characters", n)
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Économie", "物理學報", "أَبْجَدِيّات", "ﬁ №5 Ⅷ ½", "ｶﾞ", "İ", "각", "\u1100\u1161", "ΐ", "a\u0301\u0328"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := Fold(s)
		if again := Fold(folded); again != folded {
			t.Errorf("%q folds to %q, and that to %q", s, folded, again)
		}
		if nfd := Fold(norm.NFD.String(s)); nfd != folded && strings.ToValidUTF8(s, "") == s {
			t.Errorf("NFD of %q folds to %q, not %q", s, nfd, folded)
		}
		if strings.Contains(folded, "  ") || strings.TrimSpace(folded) != folded {
			t.Errorf("%q folds to %q", s, folded)
		}
		words, end := appendWords(nil, []byte(folded), 1)
		if !slices.IsSortedFunc(words, func(a, b word) int { return a.place - b.place }) || len(words) > 0 && end <= words[len(words)-1].place {
			t.Errorf("places of %q: %v, %d", folded, words, end)
		}
	})
}
