package register

// SetsVersion is another number whenever Sets gives other sets for the same
// record, so that a store knows that the lists it keeps are out of date.
const SetsVersion = 1

// Sets is the setSpecs of the sets that a record is in, as its view shows it,
// parents included: "medium" and "medium:online".
func Sets(v *View) []string {
	var sets []string
	h := v.Head()
	if h.Media != 0 {
		sets = append(sets, "medium")
		for m := range h.Media.All() {
			sets = append(sets, "medium:"+mediumSets[m])
		}
	}
	return sets
}

var mediumSets = [mediaCount]string{"print", "online", "digital-carrier", "other"}
