package format

// Rendition is the version of what the formats make of a record. Where it is
// not the one that a store knows, harvesters are given every record again
// (OAI-PMH 2.0 §2.2: the datestamp is that of the record's latest change, also
// of its dissemination). A test fails when the golden files have changed and
// Rendition has not.
const Rendition = "5"
