package marc

import "fmt"

// Position tells where a record stood in its input.
type Position struct {
	Number int   // 1 for the first record, unreadable ones counted
	Offset int64 // of its first byte, after decompression and transcoding
}

// Item is one record as it was read.
type Item struct {
	Record   *Record
	Raw      []byte // the bytes it was read from; valid until the next call of Next
	Position Position
	Problems []Problem // what was repaired or looked wrong; empty for a clean record
}

// Problem is something wrong with a record that could be read nevertheless.
type Problem struct {
	Code   string // one of the Problem constants
	Field  string // tag, "leader", or "" for the record as a whole
	Detail string // for people; may be ""
}

// RecordError reports a record that cannot be read. The stream goes on after
// it.
type RecordError struct {
	Position Position
	Code     string // one of the Error constants
	Reason   string // for people
	Raw      []byte // the bytes in question, at most MaxErrorRaw of them
}

func (e *RecordError) Error() string {
	return fmt.Sprintf("marc: record %d at byte %d: %s", e.Position.Number, e.Position.Offset, e.Reason)
}

// MaxErrorRaw is how many bytes of an unreadable record a RecordError keeps.
const MaxErrorRaw = 1 << 20

// Reader reads records one after another.
type Reader interface {
	// Next returns the next record, or io.EOF after the last one. After a
	// *RecordError the next call goes on with the record that follows; any
	// other error is final and every later call returns it again.
	Next() (*Item, error)
}

// The codes of problems. They are stable: reports and rules name them.
const (
	ProblemJunk             = "junk-before-record"        // bytes between records were skipped
	ProblemNoTerminator     = "missing-record-terminator" // the last record has no 1D
	ProblemLength           = "record-length"             // leader/00-04 is not the length
	ProblemBase             = "base-address"              // leader/12-16 is not the end of the directory
	ProblemLeader           = "leader"                    // missing, of another length, or with odd characters
	ProblemDirectory        = "directory"                 // entries were skipped or do not fit; fields were taken in order
	ProblemUnreferenced     = "unreferenced-data"         // field data that no entry names was left out
	ProblemTag              = "tag"                       // a tag is not three letters or digits
	ProblemIndicators       = "indicators"                // not two of them
	ProblemText             = "text-outside-subfield"     // kept as subfield a
	ProblemSubfieldCode     = "subfield-code"             // missing or not a printable character
	ProblemNoSubfields      = "no-subfields"              // a data field without any
	ProblemControlSubfields = "subfields-in-control-field"
	ProblemControlCharacter = "control-character"     // C0 characters; all but tab and the ends of lines were taken out
	ProblemUndeclaredUTF8   = "undeclared-utf8"       // UTF-8 though leader/09 is not 'a'
	ProblemMARC8            = "converted-marc8"       // text was MARC-8
	ProblemWindows1252      = "converted-windows1252" // text was taken for Windows-1252
	ProblemDamaged          = "damaged"               // undecodable bytes became U+FFFD
)

// The codes of errors, stable like those of problems.
const (
	ErrorTooShort  = "too-short"         // no room for a leader and a directory
	ErrorTooLarge  = "too-large"         // longer than the reader's limit
	ErrorDirectory = "no-directory"      // nothing that could be a directory
	ErrorEmpty     = "no-fields"         // no field could be read
	ErrorXML       = "malformed-xml"     // not well formed
	ErrorTruncated = "truncated"         // the input ends inside
	ErrorMARCXML   = "malformed-marcxml" // well formed, but a field has no tag or a subfield no code
)
