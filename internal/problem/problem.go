// Package problem writes problem documents (RFC 9457) that have no members of
// their own.
package problem

import (
	"encoding/json"
	"net/http"
)

// MediaType is that of problem documents in JSON.
const MediaType = "application/problem+json"

// Document is the document of a problem. Without a title it has that of the
// status, and without a detail none.
func Document(status int, title, detail string) []byte {
	if title == "" {
		title = http.StatusText(status)
	}
	body, _ := json.MarshalIndent(struct { // strings and numbers
		Status int    `json:"status"`
		Title  string `json:"title"`
		Detail string `json:"detail,omitempty"`
	}{status, title, detail}, "", "  ")
	return append(body, '\n')
}
