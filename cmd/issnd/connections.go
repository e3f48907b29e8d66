package main

import (
	"syscall"

	"issnd/metrics"
	"issnd/server"
)

// connections bounds those of clients as configured, and so that there are files
// left for all else that the process opens.
func (l *settings) connections() *server.Connections {
	files := mostFiles()
	return server.NewConnections(func() int {
		return mostConnections(l.config.Load().Server.MaxConnections, files)
	}, l.trusted, l.log)
}

// mostConnections is how many there may be by the configuration and by the files
// that there may be for them; 0 stands for any number.
func mostConnections(configured, files int) int {
	if configured == 0 || files > 0 && configured > files {
		return files
	}
	return configured
}

// mostFiles is three quarters of the files that the process may open, which Go has
// set as high as it may; 0 where that is not known.
func mostFiles() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	const any = 1 << 20 // connections are more than there is memory for
	return int(min(limit.Cur, any) / 4 * 3)
}

var connectionFigures = []metrics.Figure{
	{Name: "issnd_connections", Help: "Connections of clients that are open."},
	{Name: "issnd_connections_limited_total", Help: "Connections at server.max-connections: silent ones that were closed to make room, and new ones that were refused.", Labels: []string{"result"}, Counts: true},
}

// readConnections tells how many connections there are.
func readConnections(k *server.Connections) func(metrics.Report) {
	return func(report metrics.Report) {
		n := k.Count()
		report("issnd_connections", float64(n.Open))
		report("issnd_connections_limited_total", float64(n.Closed), "closed")
		report("issnd_connections_limited_total", float64(n.Refused), "refused")
	}
}
