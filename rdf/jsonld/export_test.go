package jsonld

// ContextOf is contextOf for the tests of the package.
var ContextOf = contextOf
