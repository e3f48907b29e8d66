// Package remote lets commands use the store that a server on the same machine
// has open. The server listens on a socket in the data directory, which only
// the owner of the directory can reach, and a Client there is a register.Store
// like any other: records are checked and counted by the command, and applied
// by the one process that writes.
//
// Besides the store, a server tells the rules by which records are read, hands over
// copies of the store, and may offer jobs: long work that it does on request while
// the client watches.
package remote
