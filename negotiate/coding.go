package negotiate

import (
	"strconv"
	"strings"
)

// Gzip reports whether the Accept-Encoding values want gzip at least as much
// as no coding (RFC 9110 §12.5.3). Elements that are not well formed are
// ignored; a client that sends no such header gets no coding.
func Gzip(values []string) bool {
	const unnamed = -1.0
	gz, identity, others := unnamed, unnamed, unnamed
	for _, list := range values {
		for item := range strings.SplitSeq(list, ",") {
			coding, q, ok := weighted(item)
			if !ok {
				continue
			}
			switch coding {
			case "gzip", "x-gzip":
				gz = max(gz, q)
			case "identity":
				identity = q
			case "*":
				others = q
			}
		}
	}
	if gz == unnamed {
		gz = others
	}
	if identity == unnamed {
		identity = others
	}
	return gz > 0 && gz >= identity
}

// weighted reads codings [ weight ].
func weighted(item string) (coding string, q float64, ok bool) {
	coding, weight, found := strings.Cut(item, ";")
	coding = strings.ToLower(strings.TrimSpace(coding))
	if !found {
		return coding, 1, coding != ""
	}
	name, value, _ := strings.Cut(strings.TrimSpace(weight), "=")
	q, err := strconv.ParseFloat(value, 64)
	return coding, q, err == nil && strings.EqualFold(name, "q") && q >= 0 && q <= 1
}
