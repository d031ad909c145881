package web

import (
	"context"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"tongbao/server/internal/app"
)

// scrapeTime is how long the ledger may take to answer a scrape.
const scrapeTime = 5 * time.Second

// ledgerMetrics are the figures of the ledger that an operator watches, read anew
// at every scrape.
type ledgerMetrics struct {
	pulse func(ctx context.Context) (app.Pulse, error)
	room  func() (uint64, error) // nil where the local disk does not matter
	build prometheus.Metric
}

var (
	metricUp      = prometheus.NewDesc("tongbao_database_up", "Whether the database answers (1) or not (0).", nil, nil)
	metricOutbox  = prometheus.NewDesc("tongbao_outbox_messages", "Messages of the outbox by state.", []string{"state"}, nil)
	metricDue     = prometheus.NewDesc("tongbao_outbox_due_since_seconds", "Since when (Unix time) the message waits that has been due longest; 0: none is due.", nil, nil)
	metricInbox   = prometheus.NewDesc("tongbao_inbox_waiting", "Files that came in and are neither accepted nor deleted.", nil, nil)
	metricBackup  = prometheus.NewDesc("tongbao_last_backup_seconds", "When (Unix time) the last backup was finished; 0: never.", nil, nil)
	metricEntries = prometheus.NewDesc("tongbao_log_entries", "Entries of the log.", nil, nil)
	metricRoom    = prometheus.NewDesc("tongbao_disk_free_bytes", "Bytes left on the data folder's disk.", nil, nil)
)

// states are all of the outbox, so that each has a series from the start.
var states = []app.DeliveryState{app.Pending, app.Sending, app.Sent, app.Deferred, app.Failed, app.Uncertain, app.Bounced, app.Stopped}

func newLedgerMetrics(c Config) *ledgerMetrics {
	info := prometheus.NewDesc("tongbao_build_info", "The program's version.", nil,
		prometheus.Labels{"version": c.Version, "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH})
	return &ledgerMetrics{
		pulse: c.Service.Pulse, room: c.Room,
		build: prometheus.MustNewConstMetric(info, prometheus.GaugeValue, 1),
	}
}

// Describe gives no descriptions: which figures there are depends on whether
// the ledger answers.
func (m *ledgerMetrics) Describe(chan<- *prometheus.Desc) {}

func (m *ledgerMetrics) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	out <- m.build
	if m.room != nil {
		if free, err := m.room(); err == nil {
			gauge(metricRoom, float64(free))
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime) // a scrape carries no context
	defer cancel()
	p, err := m.pulse(ctx)
	if err != nil {
		gauge(metricUp, 0)
		return
	}
	gauge(metricUp, 1)
	for _, s := range states {
		gauge(metricOutbox, float64(p.Outbox[s]), string(s))
	}
	gauge(metricDue, unix(p.Due))
	gauge(metricInbox, float64(p.Inbox))
	gauge(metricBackup, unix(p.LastBackup))
	gauge(metricEntries, float64(p.Entries))
}

func unix(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.Unix())
}
