package bleveindex

// SetLengthy has searches handed to other threads where the index has so many
// documents. It is not changed while there are any.
func (ix *Index) SetLengthy(n uint64) { ix.lengthy = n }
