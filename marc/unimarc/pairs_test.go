package unimarc

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"issnd/internal/golden"
)

// deviations are all differences from the six worked pairs: the lines that the
// pairs have and the lines that the conversion has in their place, with the
// reason. A pair of "" is any pair.
var deviations = []struct {
	reason    string
	pair      string
	gone, new []string
}{
	{
		reason: "336-338 become 181-183: the tables demand them, the pairs leave them out",
		new: []string{
			"181 ## $ctxt$2rdacontent", "182 ## $cc$2rdamedia", "182 ## $cn$2rdamedia",
			"183 ## $acr$2rdacarrier", "183 ## $anc$2rdacarrier",
		},
	}, {
		reason: "an 007 of an electronic resource becomes a 135: as before",
		new:    []string{"135 ## $aur|||||||||||"},
	}, {
		reason: "801 has the date of 005 and the rules of 040 $e: as before",
		gone:   []string{"801 #0 $aGB$bUk"},
		new: []string{
			"801 #0 $aGB$bUk$c20170515", "801 #0 $aGB$bUk$c20180601$grda", "801 #0 $aGB$bUk$c20161005$grda",
		},
	}, {
		reason: "801 $a is the country of the agency (Uk: the British Library), not of publication",
		gone:   []string{"801 #0 $aUS$bUk", "801 #0 $aSU$bUk"},
		new: []string{
			"801 #0 $aGB$bUk$c20221231", "801 #0 $aGB$bUk$c20221231$grda", "801 #0 $aGB$bUk$c20190607$grda",
		},
	}, {
		reason: "040 $d is a modifying agency: the tables demand it",
		pair:   "2",
		new:    []string{"801 #2 $aGB$bUk"},
	}, {
		reason: "015 becomes 020, the country from the bibliography in $2: the tables demand it",
		new:    []string{"020 ## $aGB$bGBA537647", "020 ## $aGB$bGBB643660"},
	}, {
		reason: "a link's qualifier tells the media versions of a title apart; the pair drops it",
		pair:   "1",
		gone: []string{
			"434 #1 $tInternational journal of agile management systems$x1758-5929",
			"440 #1 $tJournal of manufacturing technology management$x1758-7786",
		},
		new: []string{
			"434 #1 $tInternational journal of agile management systems (Online)$x1758-5929",
			"440 #1 $tJournal of manufacturing technology management (Online)$x1758-7786",
		},
	}, {
		reason: "the display text of a link is kept in 311: the tables demand it",
		new: []string{
			"311 ## $aAlso issued in print as: Physics in technology",
			"311 ## $aAlso issued in print as: Creativity studies",
			"311 ## $aAlso issued in print as: Advances in global leadership",
		},
	}, {
		reason: "notes 520, 530, 546, 550 and 580 are carried: the tables demand them",
		new: []string{
			"300 ## $aAlso issued in print and CD-ROM editions.",
			"300 ## $aIncludes issues of earlier titles: Limes : Borderland Studies (2011- 2013), and: Limes : cultural regionalistics (2008-2010) .",
			"302 ## $aText in Russian with abstracts in Russian and English.",
			"314 ## $aCo-published with Vilnius Gediminas Technical University.",
			"330 ## $aIndexes journal articles, books and reports from 1968 on all aspects of criminology and criminal justice, including crime prevention, juvenile delinquency, police, courts and punishment.",
		},
	}, {
		reason: "500 has no blank second indicator; a main entry, 130, is 1",
		pair:   "2",
		gone:   []string{"500 1# $aCriminal justice abstracts (Online)"},
		new:    []string{"500 11 $aCriminal justice abstracts (Online)"},
	}, {
		reason: "an online resource (007 cr) is not in regular print, whatever 008/23 leaves out",
		pair:   "4",
		gone:   []string{"106 ## $ar"},
		new:    []string{"106 ## $as"},
	}, {
		reason: "the relator is carried as a code: the tables demand it",
		pair:   "4",
		gone:   []string{"712 02 $aVilniaus Gedimino technikos universitetas,"},
		new:    []string{"712 02 $aVilniaus Gedimino technikos universitetas,$4570"},
	}, {
		reason: "an 880 becomes a second 200 with $6 and $7: the tables demand it",
		pair:   "5",
		gone:   []string{"200 1# $aFilologicheskie nauki."},
		new:    []string{"200 1# $6a02$aFilologicheskie nauki.", "200 1# $6a02$7ca$aФилологические науки."},
	},
}

func TestWorkedPairs(t *testing.T) {
	used := make(map[string]bool)
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		t.Run(n, func(t *testing.T) {
			in, err := os.ReadFile(filepath.Join("testdata", "pairs", n+".marc21"))
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(filepath.Join("testdata", "pairs", n+".unimarc"))
			if err != nil {
				t.Fatal(err)
			}
			out, _ := Convert(parse(t, string(in)))
			got := format(out)
			golden.Equal(t, filepath.Join("testdata", "pairs", n+".converted"), []byte(got))
			if d := cmp.Diff(withoutGone(n, string(want), used), withoutNew(n, got, used)); d != "" {
				t.Errorf("beside the deviations (-want +got):\n%s", d)
			}
		})
	}
	for _, d := range deviations {
		for _, line := range append(d.gone, d.new...) {
			if !used[line] {
				t.Errorf("deviation does not occur: %s (%s)", line, d.reason)
			}
		}
	}
}

func withoutGone(pair, text string, used map[string]bool) string {
	for _, d := range deviations {
		if d.pair == "" || d.pair == pair {
			text = without(text, d.gone, used)
		}
	}
	return text
}

func withoutNew(pair, text string, used map[string]bool) string {
	for _, d := range deviations {
		if d.pair == "" || d.pair == pair {
			text = without(text, d.new, used)
		}
	}
	return text
}

func without(text string, lines []string, used map[string]bool) string {
	for _, line := range lines {
		if rest, ok := strings.CutPrefix("\n"+text, "\n"+line+"\n"); ok {
			text, used[line] = rest, true
		} else if before, after, ok := strings.Cut(text, "\n"+line+"\n"); ok {
			text, used[line] = before+"\n"+after, true
		}
	}
	return text
}
