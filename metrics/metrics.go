// Package metrics counts what a server does and tells it in the exposition
// format of Prometheus.
//
// No label has a value that a client can choose: routes, classes, formats and
// statuses are the program's own, and the names of accounts are in no metric.
// What is told counts records that the public does not know of, so it is for
// the operator alone.
package metrics

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are all that is counted in one process.
type Metrics struct{ registry *prometheus.Registry }

// New counts nothing yet but what the process itself uses. The version is that
// of the program.
func New(version string) *Metrics {
	m := &Metrics{prometheus.NewPedanticRegistry()}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "issnd_build_info", Help: "1; the label tells the version of the program.",
		ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(build,
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

// Handler answers with all metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}
