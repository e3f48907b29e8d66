package soak

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"issnd/issn"
)

// Sample is an answer that can be compared with a later one to the same
// request for a record.
type Sample struct {
	ISSN   issn.ISSN
	Path   string
	Status int
	ETag   string
	Body   []byte
	header http.Header
}

// Again asks for the samples once more and lists what should be the same and is
// not. The same entity tag stands for the same bytes; that of a record that has
// not changed stays.
func Again(ctx context.Context, address string, samples []Sample, changed func(issn.ISSN) bool) (differences []string, err error) {
	l := &load{Load: &Load{Address: address}, ctx: ctx, client: newClient(1)}
	defer l.client.CloseIdleConnections()
	for i := range samples {
		s := &samples[i]
		a, err := plain(l, &request{method: http.MethodGet, path: s.Path, header: s.header})
		if err != nil {
			return differences, err
		}
		if d := s.compare(a, changed(s.ISSN)); d != "" {
			differences = append(differences, s.Path+": "+d)
		}
	}
	return differences, nil
}

// compare tells what of a later answer is not as it should be, "" if nothing.
func (s *Sample) compare(a *answer, changed bool) string {
	same := a.status == s.Status && a.etag == s.ETag
	switch {
	case !same && !changed:
		return fmt.Sprintf("%d %s, was %d %s", a.status, a.etag, s.Status, s.ETag)
	case same && (s.ETag != "" || !changed) && !bytes.Equal(a.body, s.Body):
		return fmt.Sprintf("other bytes under %s", s.ETag)
	}
	return ""
}
