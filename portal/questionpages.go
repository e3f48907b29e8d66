package portal

// turning is the pages before and after one, 0 where there is none. Each is the
// position of its first record.
type turning struct{ First, Previous, Next, Last uint64 }

// turn works out the other pages of a result.
func turn(start, total uint64, size int) turning {
	n := uint64(size)
	var t turning
	if total == 0 {
		return t
	}
	last := (total-1)/n*n + 1
	if start > 1 {
		t.First, t.Previous = 1, 1
		switch {
		case start > total:
			t.Previous = last
		case start > n:
			t.Previous = start - n
		}
	}
	if start <= total && total-start >= n {
		t.Next, t.Last = start+n, last
		if t.Last < t.Next {
			t.Last = t.Next
		}
	}
	return t
}
