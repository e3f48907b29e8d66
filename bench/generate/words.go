package generate

// vocabulary is the number of different words in titles and names, besides
// the words that begin titles.
const vocabulary = 280_000

// common are the most frequent words; the others are made of syllables.
var common = [...]string{
	"science", "research", "studies", "medicine", "history", "education", "engineering", "health",
	"university", "economics", "technology", "law", "management", "literature", "chemistry", "physics",
	"biology", "social", "applied", "world", "international", "modern", "clinical", "art", "music",
	"language", "agriculture", "environment", "policy", "psychology", "statistics", "computer", "energy",
	"culture", "geography", "geology", "mathematics", "philosophy", "theology", "library", "archaeology",
	"national", "European", "African", "Asian", "American", "trade", "industry", "finance", "nursing",
	"surgery", "botany", "zoology", "ecology", "climate", "food", "water", "forest", "materials", "design",
}

// A syllable is a consonant and a vowel: index consonant*len(vowels)+vowel.
const (
	consonants = "bdfgklmnprstvz"
	vowels     = "aeiou"
	syllables  = len(consonants) * len(vowels)
)

var endings = [...]string{"", "tion", "ics", "logy", "n", "ment", "ry", "s"}

// appendWord appends the word of a rank, one that is common or one that is
// made for the rank. No two ranks have the same word.
func appendWord(dst []byte, rank int) []byte {
	if rank < len(common) {
		return append(dst, common[rank]...)
	}
	dst = appendStem(dst, rank)
	return append(dst, endings[rank%len(endings)]...)
}

// appendStem appends three syllables, of which there are more than ranks.
func appendStem(dst []byte, rank int) []byte {
	for range 3 {
		s := rank % syllables
		dst = append(dst, consonants[s/len(vowels)], vowels[s%len(vowels)])
		rank /= syllables
	}
	return dst
}

// script is a writing system that syllables are written in.
type script struct {
	code     string // as in 880 $6 (MARC 21 Appendix A)
	alphabet string // as in 008/33
	spaced   bool   // words are separated
	stop     string // what ends a title
	append   func(dst []byte, syllable int) []byte
}

var (
	cyrillic = script{"(N", "c", true, ".", letters("бдфгклмнпрствз", "аеиоу")}
	greek    = script{"(S", "g", true, ".", letters("βδφγκλμνπρστχζ", "αειου")}
	hebrew   = script{"(2/r", "h", true, ".", letters("בדפגקלמנפרסתוז", "אהיוע")}
	arabic   = script{"(3/r", "f", true, ".", letters("بدفجكلمنقرستوز", "اهيوع")}
	chinese  = script{"$1", "e", false, ".", characters(0x4E00, 211)}
	japanese = script{"$1", "d", false, ".", characters(0x5100, 173)}
	korean   = script{"$1", "k", true, ".", characters(0xAC00, 140)}
)

// letters writes a syllable with one letter for each of its two sounds.
func letters(consonant, vowel string) func([]byte, int) []byte {
	cs, vs := []rune(consonant), []rune(vowel)
	return func(dst []byte, s int) []byte {
		dst = append(dst, string(cs[s/len(vs)])...)
		return append(dst, string(vs[s%len(vs)])...)
	}
}

// characters writes a syllable with a character of its own.
func characters(first, step rune) func([]byte, int) []byte {
	return func(dst []byte, s int) []byte {
		return append(dst, string(first+rune(s)*step)...)
	}
}

// appendOriginal appends as the script writes it what appendStem writes in
// Latin letters.
func (s *script) appendOriginal(dst []byte, rank int) []byte {
	for range 3 {
		dst = s.append(dst, rank%syllables)
		rank /= syllables
	}
	return dst
}
