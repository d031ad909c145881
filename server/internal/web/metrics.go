package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics counts and times requests for Prometheus, beside the figures of the
// ledger and of the process. What a client chooses
// freely (its Host, an unknown address, an invented method) makes no series of
// its own.
func metrics(ledger *ledgerMetrics) (echo.MiddlewareFunc, echo.HandlerFunc) {
	registry := prometheus.NewRegistry()
	registry.MustRegister(ledger, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	known := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete, http.MethodOptions}
	count := echoprometheus.NewMiddlewareWithConfig(echoprometheus.MiddlewareConfig{
		Subsystem: "tongbao", Registerer: registry, DoNotUseRequestPathFor404: true,
		LabelFuncs: map[string]echoprometheus.LabelValueFunc{
			"host": func(echo.Context, error) string { return "" },
			"method": func(c echo.Context, _ error) string {
				if m := c.Request().Method; slices.Contains(known, m) {
					return m
				}
				return "other"
			},
		},
	})
	return count, echoprometheus.NewHandlerWithConfig(echoprometheus.HandlerConfig{Gatherer: registry})
}
