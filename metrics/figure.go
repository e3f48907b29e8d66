package metrics

import "github.com/prometheus/client_golang/prometheus"

// Figure is a number that is read when somebody asks for it.
type Figure struct {
	Name   string // with the unit, as Prometheus has it: issnd_cache_bytes
	Help   string
	Labels []string // names of labels
	Counts bool     // it only rises, while the process runs
}

// Report takes the value of the figure with the name, and the values of its
// labels.
type Report func(name string, value float64, labels ...string)

// Read adds figures that are read together. What read does not report is not
// known at the time.
func (m *Metrics) Read(figures []Figure, read func(Report)) {
	s := &source{read: read, figures: map[string]described{}}
	for _, f := range figures {
		kind := prometheus.GaugeValue
		if f.Counts {
			kind = prometheus.CounterValue
		}
		s.figures[f.Name] = described{prometheus.NewDesc(f.Name, f.Help, f.Labels, nil), kind}
	}
	m.registry.MustRegister(s)
}

// source is a collector of figures.
type source struct {
	read    func(Report)
	figures map[string]described
}

type described struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
}

// Describe implements prometheus.Collector.
func (s *source) Describe(out chan<- *prometheus.Desc) {
	for _, f := range s.figures {
		out <- f.desc
	}
}

// Collect implements prometheus.Collector.
func (s *source) Collect(out chan<- prometheus.Metric) {
	s.read(func(name string, value float64, labels ...string) {
		f := s.figures[name]
		out <- prometheus.MustNewConstMetric(f.desc, f.kind, value, labels...)
	})
}
