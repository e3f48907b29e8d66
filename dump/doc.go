// Package dump writes the whole register, or what has changed in it since an
// earlier dump, as files to download, and serves them.
//
// A dump is a directory of gzipped files, one for each format, with a manifest
// that names the position in the change log that they show. It has what an
// audience may harvest: the public the released view of confirmed records, which
// is the complete one in the directory of open access resources, and subscribers
// the complete view of all. What is no longer to be used is in a table of its own,
// which also tells deletions to those who keep a copy.
//
// # The state that a dump shows
//
// The position is taken before the first record is read, and a dump is only
// published if the register still stands there after the last one. A register
// that changes meanwhile ends it with ErrChanged: the store keeps the latest
// state of a record only, so that no later reading would find what the position
// had. A command that opens the store for reading keeps writers out. A process
// that goes on writing dumps a copy (store.Backup), which costs it no waiting.
//
// The same position, formats, configuration and program give the same bytes:
// full dumps are in the order of ISSNs, so that even registers with other
// histories agree, and dumps of changes in the order of the log. The files are
// made of gzip members (RFC 1952 §2.2) of blockSize records each, without name
// and time, which are rendered and compressed on all cores and written in order.
//
// # Directories
//
//	OUT/TIER/NAME/manifest.json   see Manifest
//	OUT/TIER/NAME/SHA256SUMS      for sha256sum -c, the manifest too
//	OUT/TIER/NAME/marc21.mrc.gz   and the other files
//	OUT/TIER/.partial             the dump in the making
//	OUT/TIER/.removed             a dump that is being removed
//	OUT/TIER/.lock                locked while there is one
//
// A dump is renamed to its NAME when all of it is on disk, and from it before any
// of it is removed. What an interrupted one left in .partial or .removed is removed
// by the next.
package dump
