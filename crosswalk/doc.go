// Package crosswalk turns the view of a record into something else: the graph
// of the ISSN linked data application profile, Dublin Core, MODS, schema.org,
// a row of a table, a citation.
//
// Every function here is pure: it reads a *register.View, which has already
// been cut to what its viewer may see, and an Options, and looks nothing up.
package crosswalk
