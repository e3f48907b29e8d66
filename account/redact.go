package account

import (
	"regexp"
	"strings"
)

// keys are what looks like one, the underscore encoded for a URL or not.
var keys = regexp.MustCompile(Prefix[:len(Prefix)-1] + `(?:_|%5[Ff])[A-Za-z0-9_%-]{8,}`)

// Redact is a text without the keys in it, also such as are cut short or do not
// count any more.
func Redact(s string) string {
	if !strings.Contains(s, Prefix[:len(Prefix)-1]) {
		return s
	}
	return keys.ReplaceAllString(s, Prefix+"REDACTED")
}
