package search

// Bounds is how much one query may say, besides what cql.Limits bound.
type Bounds struct {
	Words    int // of a term (diagnostic 23)
	Masks    int // in a word (30)
	Letters  int // of a word with masks that are none, at least (29); of a code, one
	Distance int // words between two that prox asks for (41)
	SortKeys int // 84
	Value    int // bytes of a whole value, and of a key to sort by, that count; what follows is cut off
}

// QueryBounds is what holds for every query.
func QueryBounds() Bounds {
	return Bounds{Words: mostWords, Masks: mostMasks, Letters: fewestLetters, Distance: farthest,
		SortKeys: mostSortKeys, Value: longestValue}
}
