package portal

import (
	"net/http"
	"testing"
)

func TestAPIKey(t *testing.T) {
	for name, tt := range map[string]struct {
		header http.Header
		key    string
		ok     bool
	}{
		"none":             {http.Header{}, "", false},
		"X-API-Key":        {http.Header{"X-Api-Key": {"k"}}, "k", true},
		"Bearer":           {http.Header{"Authorization": {"Bearer k"}}, "k", true},
		"lower case":       {http.Header{"Authorization": {"bearer  k "}}, "k", true},
		"both":             {http.Header{"X-Api-Key": {"a"}, "Authorization": {"Bearer b"}}, "a", true},
		"empty X-API-Key":  {http.Header{"X-Api-Key": {""}}, "", true},
		"empty Bearer":     {http.Header{"Authorization": {"Bearer "}}, "Bearer ", true},
		"another scheme":   {http.Header{"Authorization": {"Basic k"}}, "Basic k", true},
		"a scheme no more": {http.Header{"Authorization": {"Bearerk"}}, "Bearerk", true},
	} {
		t.Run(name, func(t *testing.T) {
			if key, ok := APIKey(tt.header); key != tt.key || ok != tt.ok {
				t.Errorf("%q, %v; want %q, %v", key, ok, tt.key, tt.ok)
			}
		})
	}
}
