//go:build race

package server

// raceDetector makes a pool forget some of what it is given, at random.
const raceDetector = true
