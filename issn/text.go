package issn

// URN is the name of the serial in the ISSN namespace (RFC 8254), for example
// urn:ISSN:0317-8471, and "" for the zero ISSN.
func (i ISSN) URN() string {
	if i == 0 {
		return ""
	}
	return string(i.AppendTo([]byte("urn:ISSN:")))
}

// AppendText appends the canonical form and never fails.
func (i ISSN) AppendText(dst []byte) ([]byte, error) { return i.AppendTo(dst), nil }

// MarshalText is the canonical form, empty for the zero ISSN.
func (i ISSN) MarshalText() ([]byte, error) { return i.AppendTo(nil), nil }

// UnmarshalText reads what Parse reads; empty text is the zero ISSN.
func (i *ISSN) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*i = 0
		return nil
	}
	parsed, err := Parse(string(text))
	if err == nil {
		*i = parsed
	}
	return err
}
