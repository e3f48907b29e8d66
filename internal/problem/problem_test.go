package problem

import "testing"

func TestDocument(t *testing.T) {
	for _, tt := range []struct {
		status              int
		title, detail, want string
	}{
		{404, "", "", "{\n  \"status\": 404,\n  \"title\": \"Not Found\"\n}\n"},
		{400, "No \"ISSN\"", "a\x00\xff", "{\n  \"status\": 400,\n  \"title\": \"No \\\"ISSN\\\"\",\n  \"detail\": \"a\\u0000\\ufffd\"\n}\n"},
	} {
		if got := string(Document(tt.status, tt.title, tt.detail)); got != tt.want {
			t.Errorf("%d: %s, want %s", tt.status, got, tt.want)
		}
	}
}
