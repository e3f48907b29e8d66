package bleveindex_test

import (
	"testing"

	"issnd/search"
	"issnd/search/bleveindex"
	"issnd/search/indextest"
)

func TestIndex(t *testing.T) {
	indextest.Run(t, func(t *testing.T, fields []search.FieldInfo) search.Index {
		ix, err := bleveindex.Open(t.TempDir(), bleveindex.Options{Fields: fields})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := ix.Close(); err != nil {
				t.Error(err)
			}
		})
		return ix
	})
}
