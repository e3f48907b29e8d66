// Package store keeps the register in one bbolt file: records, their keys and
// their change log, written together in one transaction.
//
// # Layout, format 1
//
// Integers in keys are big-endian, so that the order of bytes is that of
// numbers. An ISSN is its seven-digit serial number in 4 bytes. A varint is
// that of encoding/binary.
//
//	record    the records, which are the change log as well
//	          key    sequence number of the record's latest change, 8 bytes
//	          value  head and packed MARC, see below
//	issn      where the record of an ISSN is
//	          key    ISSN
//	          value  sequence number, varint
//	cluster   members of an ISSN-L other than the serial with that very ISSN,
//	          tombstones too
//	          key    ISSN-L, ISSN of the member
//	          value  empty
//	replaced  what records in force cancel (register.Record.Cancels)
//	          key    cancelled ISSN, ISSN of the record that cancels it
//	          value  empty
//	meta      key "format"   version of this layout, varint
//	          key "id"       random identity of the store, text
//	          key "seq"      latest sequence number, varint
//	          key "updated"  latest datestamp, Unix seconds, varint
//	          key "counts"   varints: tombstones, then records that are not
//	                         tombstones by status from confirmed to unreported
//
// The value of a record is
//
//	byte    1, the version of this encoding
//	byte    status
//	byte    media, a bit for each
//	byte    flags: 1 tombstone, 2 open access, 4 the ISSN-L is the ISSN itself,
//	        8 an ISSN-L follows, 16 an ISSN-H follows; the source of the status
//	        in the two bits above
//	varint  ISSN number
//	varint  datestamp, Unix seconds
//	varint  ISSN-L number, if flagged
//	varint  ISSN-H number, if flagged
//	rest    the record as marc.AppendPacked writes it
//
// A change deletes the record at its old sequence number and appends it at a
// new one. Pages of the record bucket are therefore filled in order and to the
// brim, reading changes is a walk, and an import writes no page of old
// records. Only the three small buckets are written at random places.
package store
