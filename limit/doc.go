// Package limit keeps one client from taking what others need: it says how
// much of each kind of work a client may ask for, and how much of it the
// server does at the same time.
//
// A request is of a Class, which its address and parameters tell before any
// work is done. For each class a client has a budget that fills steadily, and
// the server has places, for which a request waits a little while. The package
// knows no HTTP server: what refuses a request in which words is for others.
package limit
