package generate

// country is where serials appear: how many of a thousand, in which
// languages, with which words at the head of their titles.
type country struct {
	marc, iso, name string
	centre          string // 022 $2
	weight          int
	languages       []tongue
	places          []string
}

func (c country) share() int { return c.weight }

// tongue is a language with its share of a country's serials.
type tongue struct {
	code   string // 008/35-37
	weight int
	heads  []string // what titles begin with; "" begins with a word
	script *script  // nil for Latin
}

func (t tongue) share() int { return t.weight }

const tongueShares = 100

var (
	english = []string{
		"Journal of ", "Journal of ", "Journal of ", "Journal of ", "Journal of ", "The journal of ", "", "", "", "Annual report of ", "Review of ",
		"Bulletin of ", "Proceedings of ", "Studies in ", "Newsletter of ", "Advances in ", "The ", "International journal of ",
	}
	german     = []string{"Zeitschrift für ", "Jahrbuch für ", "Mitteilungen der ", "Beiträge zur ", "Archiv für ", "", ""}
	french     = []string{"Revue de ", "Bulletin de la Société de ", "Cahiers de ", "Annales de ", "Études de ", "L'année ", ""}
	spanish    = []string{"Revista de ", "Boletín de ", "Anales de ", "Cuadernos de ", "Investigación y ", ""}
	portuguese = []string{"Revista de ", "Cadernos de ", "Boletim de ", "Educação e ", ""}
	italian    = []string{"Rivista di ", "Quaderni di ", "Annali di ", "Bollettino di ", ""}
	dutch      = []string{"Tijdschrift voor ", "Jaarboek ", "Mededelingen van ", ""}
	polish     = []string{"Przegląd ", "Zeszyty naukowe ", "Rocznik ", "Studia ", ""}
	czech      = []string{"Časopis ", "Sborník ", "Věstník ", ""}
	swedish    = []string{"Tidskrift för ", "Årsbok ", "Meddelanden från ", ""}
	turkish    = []string{"Dergi ", "Araştırmaları ", "Yıllığı ", ""}
	plain      = []string{""}
)

// countries by share; the numbers are of the order of those of the Register.
var countries = [...]country{
	{"nyu", "US", "United States", "_1", 110, []tongue{{"eng", 97, english, nil}, {"spa", 3, spanish, nil}}, []string{"New York", "Albany, N.Y.", "Ithaca, N.Y."}},
	{"cau", "US", "United States", "_1", 50, []tongue{{"eng", 97, english, nil}, {"spa", 3, spanish, nil}}, []string{"San Francisco", "Los Angeles", "Berkeley, Calif."}},
	{"dcu", "US", "United States", "_1", 40, []tongue{{"eng", 100, english, nil}}, []string{"Washington, D.C."}},
	{"enk", "GB", "United Kingdom", "_2", 120, []tongue{{"eng", 100, english, nil}}, []string{"London", "Oxford", "Cambridge", "Manchester"}},
	{"fr ", "FR", "France", "_7", 95, []tongue{{"fre", 90, french, nil}, {"eng", 10, english, nil}}, []string{"Paris", "Lyon", "Grenoble"}},
	{"gw ", "DE", "Germany", "_6", 95, []tongue{{"ger", 75, german, nil}, {"eng", 25, english, nil}}, []string{"Berlin", "Köln", "München", "Leipzig"}},
	{"ne ", "NL", "Netherlands", "_j", 55, []tongue{{"eng", 60, english, nil}, {"dut", 40, dutch, nil}}, []string{"Amsterdam", "Dordrecht", "Leiden"}},
	{"it ", "IT", "Italy", "_0", 45, []tongue{{"ita", 85, italian, nil}, {"eng", 15, english, nil}}, []string{"Roma", "Milano", "Firenze"}},
	{"sp ", "ES", "Spain", "_0", 45, []tongue{{"spa", 85, spanish, nil}, {"eng", 15, english, nil}}, []string{"Madrid", "Barcelona", "Sevilla"}},
	{"bl ", "BR", "Brazil", "_0", 55, []tongue{{"por", 90, portuguese, nil}, {"eng", 10, english, nil}}, []string{"São Paulo", "Rio de Janeiro", "Brasília"}},
	{"pl ", "PL", "Poland", "57", 35, []tongue{{"pol", 80, polish, nil}, {"eng", 20, english, nil}}, []string{"Warszawa", "Kraków", "Łódź"}},
	{"xr ", "CZ", "Czechia", "_0", 22, []tongue{{"cze", 85, czech, nil}, {"eng", 15, english, nil}}, []string{"Praha", "Brno"}},
	{"sw ", "SE", "Sweden", "_0", 22, []tongue{{"swe", 75, swedish, nil}, {"eng", 25, english, nil}}, []string{"Stockholm", "Göteborg"}},
	{"tu ", "TR", "Turkey", "_0", 20, []tongue{{"tur", 80, turkish, nil}, {"eng", 20, english, nil}}, []string{"Ankara", "İstanbul"}},
	{"onc", "CA", "Canada", "_4", 40, []tongue{{"eng", 75, english, nil}, {"fre", 25, french, nil}}, []string{"Toronto", "Ottawa"}},
	{"vra", "AU", "Australia", "03", 25, []tongue{{"eng", 100, english, nil}}, []string{"Melbourne"}},
	{"nz ", "NZ", "New Zealand", "_g", 10, []tongue{{"eng", 100, english, nil}}, []string{"Wellington", "Auckland"}},
	{"ii ", "IN", "India", "_0", 48, []tongue{{"eng", 100, english, nil}}, []string{"New Delhi", "Mumbai", "Chennai"}},
	{"ru ", "RU", "Russia", "58", 20, []tongue{{"rus", 90, plain, &cyrillic}, {"eng", 10, english, nil}}, []string{"Moskva", "Sankt-Peterburg"}},
	{"un ", "UA", "Ukraine", "_0", 7, []tongue{{"ukr", 90, plain, &cyrillic}, {"eng", 10, english, nil}}, []string{"Kyïv", "Kharkiv"}},
	{"cc ", "CN", "China", "_0", 14, []tongue{{"chi", 70, plain, &chinese}, {"eng", 30, english, nil}}, []string{"Beijing", "Shanghai"}},
	{"ja ", "JP", "Japan", "_0", 12, []tongue{{"jpn", 75, plain, &japanese}, {"eng", 25, english, nil}}, []string{"Tōkyō", "Kyōto"}},
	{"ko ", "KR", "Korea (South)", "_0", 6, []tongue{{"kor", 75, plain, &korean}, {"eng", 25, english, nil}}, []string{"Seoul"}},
	{"ua ", "EG", "Egypt", "_0", 4, []tongue{{"ara", 80, plain, &arabic}, {"eng", 20, english, nil}}, []string{"al-Qāhirah"}},
	{"gr ", "GR", "Greece", "_0", 3, []tongue{{"gre", 85, plain, &greek}, {"eng", 15, english, nil}}, []string{"Athēna", "Thessalonikē"}},
	{"is ", "IL", "Israel", "_0", 2, []tongue{{"heb", 70, plain, &hebrew}, {"eng", 30, english, nil}}, []string{"Yerushalayim", "Tel Aviv"}},
}

const countryShares = 1000
