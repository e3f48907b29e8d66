package server

import (
	"net/url"
	"slices"
	"strings"
)

// secrets are names of parameters under which people send keys and passwords,
// though none of them is read here.
var secrets = []string{
	"access_token", "access-token", "api_key", "api-key", "apikey", "auth", "authorization", "bearer", "key",
	"pass", "passwd", "password", "pwd", "secret", "sig", "signature", "token", "x-api-key", "x_api_key",
}

const redacted = "REDACTED"

// redact is a URL or the path and query of one without what may be a secret:
// the values of such parameters, and a user with a password before the host.
func redact(address string) string {
	if scheme, rest, ok := strings.Cut(address, "//"); ok && (scheme == "" || strings.HasSuffix(scheme, ":")) {
		end := strings.IndexAny(rest+"/", "/?#")
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			address = scheme + "//" + redacted + rest[at:]
		}
	}
	start := strings.IndexAny(address, "?#;") + 1
	if start == 0 {
		return address
	}
	var out strings.Builder
	out.WriteString(address[:start])
	for rest := address[start:]; rest != ""; {
		end := strings.IndexAny(rest, "&;?#")
		if end < 0 {
			end = len(rest)
		}
		if name, _, ok := strings.Cut(rest[:end], "="); ok && secret(name) {
			out.WriteString(name + "=" + redacted)
		} else {
			out.WriteString(rest[:end])
		}
		if end < len(rest) {
			out.WriteByte(rest[end])
			end++
		}
		rest = rest[end:]
	}
	return out.String()
}

// secret reports whether a parameter is named like a secret, whatever its
// encoding and letter case.
func secret(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	return slices.Contains(secrets, strings.ToLower(strings.TrimSpace(name)))
}
