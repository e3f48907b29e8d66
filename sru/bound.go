package sru

import "issnd/register"

// mostBytes is the length from which on a page of records takes no more, so that
// very long records do not make an answer that nobody can hold. Pages of real
// records stay below it: some clients go on by the number that they have asked for,
// whatever the answer says.
const mostBytes = 32 << 20

// fill writes records, each of which appends to buf, until the page is full: with
// the record after these the next one begins.
func (out *Response) fill(buf *[]byte, write func(*Record)) {
	start := len(*buf)
	for i := range out.Records {
		write(&out.Records[i])
		if n := i + 1; len(*buf)-start >= out.most && n < len(out.Records) {
			out.Next = out.Records[n].Position
			out.Records = out.Records[:n]
			return
		}
	}
}

// weight is about how many bytes of memory a view takes, which may be nil.
func weight(v *register.View) (n int) {
	const field, subfield = 64, 24 // beside their text
	if v == nil {
		return 0
	}
	for i := range v.MARC().Fields {
		f := &v.MARC().Fields[i]
		n += field + len(f.Value)
		for j := range f.Subfields {
			n += subfield + len(f.Subfields[j].Value)
		}
	}
	return n
}
