package jsonw

// Writer appends a JSON text to Buf and sets the commas. It does not check that
// brackets match: those are constants of the code. The zero Writer is ready.
type Writer struct {
	Buf  []byte
	next bool // something was written in this object or array: a comma is due
}

// Open begins an object with '{' or an array with '['.
func (w *Writer) Open(bracket byte) {
	w.comma()
	w.Buf = append(w.Buf, bracket)
	w.next = false
}

// Close ends an object with '}' or an array with ']'.
func (w *Writer) Close(bracket byte) {
	w.Buf = append(w.Buf, bracket)
	w.next = true
}

// Name writes the name of a member, a constant that needs no escaping; its
// value must follow.
func (w *Writer) Name(name string) {
	w.comma()
	w.Buf = append(append(w.Buf, '"'), name...)
	w.Buf = append(w.Buf, '"', ':')
	w.next = false
}

// String writes a string value.
func (w *Writer) String(s string) {
	w.comma()
	w.Buf = AppendString(w.Buf, s)
	w.next = true
}

// Joined writes the parts as one string value.
func (w *Writer) Joined(parts ...string) {
	w.comma()
	w.Buf = append(w.Buf, '"')
	for _, s := range parts {
		w.Buf = appendEscaped(w.Buf, s)
	}
	w.Buf = append(w.Buf, '"')
	w.next = true
}

// Raw writes a value that is JSON already, such as a number or true.
func (w *Writer) Raw(json string) {
	w.comma()
	w.Buf = append(w.Buf, json...)
	w.next = true
}

// Member writes a member with a string value, unless that is empty.
func (w *Writer) Member(name, value string) {
	if value == "" {
		return
	}
	w.Name(name)
	w.String(value)
}

func (w *Writer) comma() {
	if w.next {
		w.Buf = append(w.Buf, ',')
	}
}
