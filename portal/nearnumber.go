package portal

import (
	"context"

	"issnd/issn"
	"issnd/register"
)

// nearNumbers lists the numbers in the register that differ from eight digits
// by one character or by two neighbours that have changed places, which is how
// people mistype them.
func (s *Service) nearNumbers(ctx context.Context, v register.Viewer, digits string) []issn.ISSN {
	const most = 5
	var out []issn.ISSN
	seen := map[issn.ISSN]bool{}
	try := func(b []byte) {
		id, err := issn.Parse(string(b))
		if err != nil || seen[id] || len(out) == most {
			return
		}
		seen[id] = true
		if _, _, err := s.register.Head(ctx, v, id); err == nil {
			out = append(out, id)
		}
	}
	b := []byte(digits[:4] + digits[5:])
	for i := range b {
		if i+1 < len(b) {
			b[i], b[i+1] = b[i+1], b[i]
			try(b)
			b[i], b[i+1] = b[i+1], b[i]
		}
		old := b[i]
		for c := byte('0'); c <= '9'; c++ {
			b[i] = c
			try(b)
		}
		if i == len(b)-1 {
			b[i] = 'X'
			try(b)
		}
		b[i] = old
	}
	return out
}
