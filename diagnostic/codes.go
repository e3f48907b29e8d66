package diagnostic

// Code is the number of a diagnostic in the list.
type Code int

// The diagnostics, in the order of the list.
const (
	GeneralSystemError              Code = 1
	SystemTemporarilyUnavailable    Code = 2
	AuthenticationError             Code = 3
	UnsupportedOperation            Code = 4
	UnsupportedVersion              Code = 5
	UnsupportedParameterValue       Code = 6
	MandatoryParameterMissing       Code = 7
	UnsupportedParameter            Code = 8
	UnsupportedParameterCombination Code = 9

	QuerySyntax                  Code = 10
	TooManyCharacters            Code = 12
	InvalidParentheses           Code = 13
	InvalidQuotes                Code = 14
	UnsupportedContextSet        Code = 15
	UnsupportedIndex             Code = 16
	UnsupportedIndexCombination  Code = 18
	UnsupportedRelation          Code = 19
	UnsupportedModifier          Code = 20
	UnsupportedModifiers         Code = 21
	UnsupportedRelationForIndex  Code = 22
	TooManyCharactersInTerm      Code = 23
	UnsupportedRelationForTerm   Code = 24
	EscapedNonSpecial            Code = 26
	EmptyTerm                    Code = 27
	MaskUnsupported              Code = 28
	MaskedWordTooShort           Code = 29
	TooManyMasks                 Code = 30
	AnchorUnsupported            Code = 31
	AnchorPosition               Code = 32
	ProximityWithMask            Code = 33
	ProximityWithAnchor          Code = 34
	OnlyStopwords                Code = 35
	TermFormat                   Code = 36
	UnsupportedBoolean           Code = 37
	TooManyBooleans              Code = 38
	ProximityUnsupported         Code = 39
	UnsupportedProximityRelation Code = 40
	UnsupportedProximityDistance Code = 41
	UnsupportedProximityUnit     Code = 42
	UnsupportedProximityOrdering Code = 43
	UnsupportedProximityModifier Code = 44
	UnsupportedBooleanModifier   Code = 46
	CannotProcessQuery           Code = 47
	QueryFeatureUnsupported      Code = 48
	MaskPosition                 Code = 49

	ResultSetsUnsupported    Code = 50
	NoSuchResultSet          Code = 51
	ResultSetUnavailable     Code = 52
	ResultSetOnlyAlone       Code = 55
	PartialUnpredictable     Code = 58
	PartialValid             Code = 59
	TooManyRecords           Code = 60
	FirstRecordOutOfRange    Code = 61
	RecordUnavailable        Code = 64
	NoSuchRecord             Code = 65
	UnknownSchema            Code = 66
	NotInSchema              Code = 67
	NotAuthorised            Code = 68
	NotAuthorisedInSchema    Code = 69
	RecordTooLarge           Code = 70
	UnsupportedPacking       Code = 71
	XPathUnsupported         Code = 72
	XPathUnsupportedFeature  Code = 73
	XPathCannotBeEvaluated   Code = 74
	SortUnsupported          Code = 80
	UnsupportedSortSequence  Code = 82
	TooManyRecordsToSort     Code = 83
	TooManySortKeys          Code = 84
	IncompatibleSortFormats  Code = 86
	UnsupportedSortSchema    Code = 87
	UnsupportedSortPath      Code = 88
	SortPathCannotBeUsed     Code = 89
	UnsupportedSortDirection Code = 90
	UnsupportedSortCase      Code = 91
	UnsupportedMissingValue  Code = 92
	SortMissingValue         Code = 93
	SortQueryPrevails        Code = 94
	SortProtocolPrevails     Code = 95
	SortTwice                Code = 96
	StylesheetsUnsupported   Code = 110
	UnsupportedStylesheet    Code = 111
	ResponsePositionRange    Code = 120
	TooManyTerms             Code = 121
	NoSuchDatabase           Code = 235
	DatabaseAccessDenied     Code = 236
)

// messages are those of the list.
var messages = map[Code]string{
	GeneralSystemError:              "General system error",
	SystemTemporarilyUnavailable:    "System temporarily unavailable",
	AuthenticationError:             "Authentication error",
	UnsupportedOperation:            "Unsupported operation",
	UnsupportedVersion:              "Unsupported version",
	UnsupportedParameterValue:       "Unsupported parameter value",
	MandatoryParameterMissing:       "Mandatory parameter not supplied",
	UnsupportedParameter:            "Unsupported parameter",
	UnsupportedParameterCombination: "Unsupported combination of parameters",
	QuerySyntax:                     "Query syntax error",
	TooManyCharacters:               "Too many characters in query",
	InvalidParentheses:              "Invalid or unsupported use of parentheses",
	InvalidQuotes:                   "Invalid or unsupported use of quotes",
	UnsupportedContextSet:           "Unsupported context set",
	UnsupportedIndex:                "Unsupported index",
	UnsupportedIndexCombination:     "Unsupported combination of indexes",
	UnsupportedRelation:             "Unsupported relation",
	UnsupportedModifier:             "Unsupported relation modifier",
	UnsupportedModifiers:            "Unsupported combination of relation modifiers",
	UnsupportedRelationForIndex:     "Unsupported combination of relation and index",
	TooManyCharactersInTerm:         "Too many characters in term",
	UnsupportedRelationForTerm:      "Unsupported combination of relation and term",
	EscapedNonSpecial:               "Non special character escaped in term",
	EmptyTerm:                       "Empty term unsupported",
	MaskUnsupported:                 "Masking character not supported",
	MaskedWordTooShort:              "Masked words too short",
	TooManyMasks:                    "Too many masking characters in term",
	AnchorUnsupported:               "Anchoring character not supported",
	AnchorPosition:                  "Anchoring character in unsupported position",
	ProximityWithMask:               "Combination of proximity or adjacency and masking characters not supported",
	ProximityWithAnchor:             "Combination of proximity or adjacency and anchoring characters not supported",
	OnlyStopwords:                   "Term contains only stopwords",
	TermFormat:                      "Term in invalid format for index or relation",
	UnsupportedBoolean:              "Unsupported boolean operator",
	TooManyBooleans:                 "Too many boolean operators in query",
	ProximityUnsupported:            "Proximity not supported",
	UnsupportedProximityRelation:    "Unsupported proximity relation",
	UnsupportedProximityDistance:    "Unsupported proximity distance",
	UnsupportedProximityUnit:        "Unsupported proximity unit",
	UnsupportedProximityOrdering:    "Unsupported proximity ordering",
	UnsupportedProximityModifier:    "Unsupported combination of proximity modifiers",
	UnsupportedBooleanModifier:      "Unsupported boolean modifier",
	CannotProcessQuery:              "Cannot process query; reason unknown",
	QueryFeatureUnsupported:         "Query feature unsupported",
	MaskPosition:                    "Masking character in unsupported position",
	ResultSetsUnsupported:           "Result sets not supported",
	NoSuchResultSet:                 "Result set does not exist",
	ResultSetUnavailable:            "Result set temporarily unavailable",
	ResultSetOnlyAlone:              "Combination of result sets with search terms not supported",
	PartialUnpredictable:            "Result set created with unpredictable partial results available",
	PartialValid:                    "Result set created with valid partial results available",
	TooManyRecords:                  "Result set not created: too many matching records",
	FirstRecordOutOfRange:           "First record position out of range",
	RecordUnavailable:               "Record temporarily unavailable",
	NoSuchRecord:                    "Record does not exist",
	UnknownSchema:                   "Unknown schema for retrieval",
	NotInSchema:                     "Record not available in this schema",
	NotAuthorised:                   "Not authorised to send record",
	NotAuthorisedInSchema:           "Not authorised to send record in this schema",
	RecordTooLarge:                  "Record too large to send",
	UnsupportedPacking:              "Unsupported record packing",
	XPathUnsupported:                "XPath retrieval unsupported",
	XPathUnsupportedFeature:         "XPath expression contains unsupported feature",
	XPathCannotBeEvaluated:          "Unable to evaluate XPath expression",
	SortUnsupported:                 "Sort not supported",
	UnsupportedSortSequence:         "Unsupported sort sequence",
	TooManyRecordsToSort:            "Too many records to sort",
	TooManySortKeys:                 "Too many sort keys to sort",
	IncompatibleSortFormats:         "Cannot sort: incompatible record formats",
	UnsupportedSortSchema:           "Unsupported schema for sort",
	UnsupportedSortPath:             "Unsupported path for sort",
	SortPathCannotBeUsed:            "Path unsupported for schema",
	UnsupportedSortDirection:        "Unsupported direction",
	UnsupportedSortCase:             "Unsupported case",
	UnsupportedMissingValue:         "Unsupported missing value action",
	SortMissingValue:                "Sort ended due to missing value",
	SortQueryPrevails:               "Sort spec included both in query and protocol: query prevails",
	SortProtocolPrevails:            "Sort spec included both in query and protocol: protocol prevails",
	SortTwice:                       "Sort spec included both in query and protocol: error",
	StylesheetsUnsupported:          "Stylesheets not supported",
	UnsupportedStylesheet:           "Unsupported stylesheet",
	ResponsePositionRange:           "Response position out of range",
	TooManyTerms:                    "Too many terms requested",
	NoSuchDatabase:                  "Database does not exist",
	DatabaseAccessDenied:            "Database access denied",
}
