package generate

// Records stand in blocks, and only records of one block refer to each other:
// media versions, earlier and later titles, a cancelled number and its
// replacement. So what any record says of another is known from its index.
const blockSize = 8

// none is the place of a record that is not there.
const none = -1

// role is the part of one place in a block. The others are places in the same
// block, or none.
type role struct {
	medium  byte // 'p' print, 'o' online, 'd' disc
	home    int  // whose country, language and publisher it shares
	lead    int  // whose ISSN is the ISSN-L and whose title it has
	twin    int  // the other medium
	earlier int  // the title that this one continues
	later   int  // the title that continues this one
}

// patterns are what blocks may be. The last place of each is the odd one,
// which may be of any record kind; the first is what replaces it.
var patterns = [...][blockSize]role{
	{
		{'p', 0, 0, 1, none, none}, {'o', 0, 0, 0, none, none}, {'p', 2, 2, none, none, 3}, {'p', 2, 3, 4, 2, none},
		{'o', 2, 3, 3, none, none}, {'p', 5, 5, none, none, none}, {'o', 6, 6, none, none, none}, {'p', 7, 7, none, none, none},
	},
	{
		{'p', 0, 0, none, none, 1}, {'p', 0, 1, none, 0, 2}, {'p', 0, 2, 3, 1, none}, {'o', 0, 2, 2, none, none},
		{'p', 4, 4, none, none, none}, {'p', 5, 5, none, none, none}, {'o', 6, 6, none, none, none}, {'p', 7, 7, none, none, none},
	},
	{
		{'p', 0, 0, 1, none, none}, {'o', 0, 0, 0, none, none}, {'p', 2, 2, 3, none, none}, {'o', 2, 2, 2, none, none},
		{'p', 4, 4, 5, none, none}, {'d', 4, 4, 4, none, none}, {'o', 6, 6, none, none, none}, {'o', 7, 7, none, none, none},
	},
	{
		{'p', 0, 0, none, none, none}, {'p', 1, 1, none, none, none}, {'p', 2, 2, none, none, none}, {'p', 3, 3, none, none, none},
		{'o', 4, 4, none, none, none}, {'o', 5, 5, none, 6, none}, {'o', 5, 6, none, none, 5}, {'p', 7, 7, none, none, none},
	},
}

// kind is a record kind, with how many of a thousand odd places it takes.
// Every eighth record is an odd one.
type kind struct {
	name   string // as in 699 $8
	weight int
}

func (k kind) share() int { return k.weight }

var confirmed = kind{name: "Register"}

var kinds = [...]kind{
	{"Register", 600}, {"Provisional", 110}, {"Legacy", 110},
	{"Cancelled", 80}, {"Suppressed", 50}, {"Unreported", 50},
}

const kindShares = 1000

// place says what record i is and where the others of its block are.
func (g *Generator) place(i int) (role, kind) {
	r := newRandom(g.seed, streamBlocks, i/blockSize)
	pattern := &patterns[r.below(len(patterns))]
	k := confirmed
	if i%blockSize == blockSize-1 {
		k = *pick(&r, kinds[:], kindShares)
	}
	return pattern[i%blockSize], k
}

// at is the index of another place in the block of record i, or none if the
// register ends before it.
func (g *Generator) at(i, place int) int {
	if place == none {
		return none
	}
	if j := i - i%blockSize + place; j < g.n {
		return j
	}
	return none
}
