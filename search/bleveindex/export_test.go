package bleveindex

// SetLengthy has searches handed to other threads in an index of so many
// documents, until the returned function is called.
func SetLengthy(n uint64) (restore func()) {
	before := lengthy
	lengthy = n
	return func() { lengthy = before }
}
