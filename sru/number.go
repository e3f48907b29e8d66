package sru

import (
	"math"
	"strconv"
)

// number is the value of a parameter from least to most; what is more counts
// as most, since whoever asks for too many gets what there is to get. Where it
// is missing it is the other value, and where it is none that is a fault.
func (r *Request) number(name string, least, missing, most int) int {
	text := r.Given.Get(name)
	if text == "" {
		return missing
	}
	n, ok := parseNumber(text)
	if !ok || n < uint64(least) {
		r.wrong(name, "The parameter must be a whole number from "+strconv.Itoa(least)+" on")
		return missing
	}
	return int(min(n, uint64(most)))
}

// position is the value of a parameter that counts from 1.
func (r *Request) position(name string, missing uint64) uint64 {
	text := r.Given.Get(name)
	if text == "" {
		return missing
	}
	n, ok := parseNumber(text)
	if !ok || n == 0 {
		r.wrong(name, "The parameter must be a whole number from 1 on")
		return missing
	}
	return n
}

// parseNumber reads digits. A number of any size is one: those that are too
// large are the largest.
func parseNumber(s string) (uint64, bool) {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return math.MaxUint64, s != ""
	}
	return n, true
}
