// Package store keeps the register in one bbolt file: records, their keys and
// their change log, written together in one transaction.
//
// # Layout, format 3
//
// A sequence number in a key is 8 bytes, big-endian, so that the order of keys
// is that of the log. A number is the seven digits of an ISSN before its check
// character. A varint is that of encoding/binary.
//
//	record    the records, which are the change log as well
//	          key    sequence number of the record's latest change
//	          value  head and packed MARC, see below
//	issn      relation of an ISSN to the sequence number of its record
//	cluster   relation of an ISSN-L to the numbers of its members other than
//	          the serial with that very ISSN, tombstones too
//	replaced  relation of an ISSN to the numbers of the records in force that
//	          cancel it (register.Record.Cancels)
//	list      the lists that harvesters read, see below
//	set       how many records are in each list that is not empty
//	          key    name of the list
//	          value  varint
//	stamp     where in the log a datestamp begins
//	          key    datestamp, Unix seconds, 8 bytes, big-endian
//	          value  sequence number before the first change with it, varint
//	branch    which changes were made while the store was open once, see below
//	          key    sequence number before the first of them
//	          value  random name, text
//	meta      key "format"   version of this layout, varint
//	          key "id"       random identity of the store, text
//	          key "seq"      latest sequence number, varint
//	          key "updated"  latest datestamp, Unix seconds, varint
//	          key "counts"   varints: tombstones, then records that are not
//	                         tombstones by status from confirmed to unreported
//	          key "sets"     register.SetsVersion of the lists, varint
//	          key "rendition" the name that Renew was last given, text
//	          key "horizon"  no later change has an earlier datestamp than this,
//	                         Unix seconds, varint; may be absent
//
// A relation holds the pairs of 256 numbers that follow each other under one
// key:
//
//	key    the number divided by 256, 2 bytes, big-endian
//	value  for each pair, in ascending order, the number modulo 256 in a byte
//	       and what it is paired with as a varint
//
// The value of a record is
//
//	byte    1, the version of this encoding
//	byte    status
//	byte    media, a bit for each
//	byte    flags: 1 tombstone, 2 open access, 4 the ISSN-L is the ISSN itself,
//	        8 an ISSN-L follows, 16 an ISSN-H follows, 128 lists that the record
//	        has left follow; the source of the status in the two bits between
//	varint  ISSN number
//	varint  datestamp, Unix seconds
//	varint  ISSN-L number, if flagged
//	varint  ISSN-H number, if flagged
//	lists   if flagged: their number, then for each, in order, the length of its
//	        name, both varints, and its name
//	rest    the record as marc.AppendPacked writes it
//
// A list is the sequence numbers of the records that have, or once had, one
// register.Membership, and one more list is that of all records. Its name is a
// byte, 1 for the public and 0 for viewers with a key, and the setSpec. A list
// is cut into parts of 65,536 sequence numbers, so that counting adds up what
// stands in front of each part and a page begins in the part that it is in:
//
//	key    number of the part, 6 bytes, big-endian; name of the list
//	value  how many numbers the part holds, varint; then the numbers modulo
//	       65,536 in the shorter of two forms: a byte 0 and, for each run of
//	       numbers that follow each other, twice the distance from the end of
//	       the run before as a varint, plus 1 where the run is longer than one
//	       number, and then its length less 2 as a varint; or a byte 1 and a bit
//	       for each number in 64-bit words, little-endian
//
// All parts that an import appends to thus stand together at the end of the
// bucket, and each is written once in a transaction.
//
// # Branches
//
// A file that is copied and written to in both places, or put back from a copy
// and written to again, becomes two histories with the same identity and the
// same sequence numbers. To tell them apart, a process that has the store open
// gives its changes a random name, kept with the first of them. Since one
// process at a time has the file and each commit follows on the one before,
// changes with the same number and the same name come after the same history:
// Branch compares the two, and a follower that keeps both (register.Position)
// is never fooled by a store that has caught up with it. Changes that were made
// before the store had this bucket have no name, and then the bucket begins
// where names do.
//
// # Earlier formats
//
// Format 1 has no list, set, stamp and no lists that a record has left; formats
// 1 and 2 have no branch. They are brought up to date when they are opened for
// writing. So is a store whose "sets" is not that of the program: records that
// belong in other lists now get new places.
//
// # Cost
//
// A change deletes the record at its old sequence number and appends it at a
// new one. Pages of the record bucket are therefore filled in order and to the
// brim, reading changes is a walk, and an import writes no page of old
// records. Only the three relations are written at random places, and they are
// small: about 5 bytes a pair.
package store
