package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestForeignHostsAreRefused(t *testing.T) {
	for _, tt := range []struct {
		host   string
		any    bool
		status int
	}{
		{host: "127.0.0.1:8080", status: 200},
		{host: "localhost:8080", status: 200},
		{host: "LOCALHOST", status: 200},
		{host: "[::1]:8080", status: 200},
		{host: "evil.example", status: 421},
		{host: "127.0.0.1.evil.example:8080", status: 421},
		{host: "localhost.evil.example", status: 421},
		{host: "192.168.1.5:8080", status: 421},
		{host: "", status: 421},
		{host: "office.example", any: true, status: 200},
	} {
		t.Run(tt.host, func(t *testing.T) {
			h, _ := serve(t, newFake(), func(c *Config) { c.AnyHost = tt.any })
			for _, address := range []string{"/p/huaian-2020", "/api/v1/programmes", "/metrics", "/static/base.css"} {
				r := httptest.NewRequest(http.MethodGet, address, nil)
				r.Host = tt.host
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if w.Code != tt.status {
					t.Errorf("%s: %d, want %d", address, w.Code, tt.status)
				}
			}
		})
	}
}

func TestMetricsHaveNoSeriesOfAClientsChoosing(t *testing.T) {
	h, _ := serve(t, newFake(), nil)
	get := func(method, address, host string) string {
		r := httptest.NewRequest(method, address, nil)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Body.String()
	}
	get(http.MethodGet, "/p/huaian-2020", "chosen-host.example")
	get(http.MethodGet, "/chosen-address", "chosen-host.example")
	get("CHOSEN", "/chosen-address", "chosen-host.example")
	text := get(http.MethodGet, "/metrics", "localhost")
	if !strings.Contains(text, `tongbao_requests_total{code="200",host="",method="GET",url="/p/:key"} 1`) {
		t.Errorf("the request is not counted:\n%s", text)
	}
	if strings.Contains(strings.ToLower(text), "chosen") {
		t.Errorf("a client chose a label:\n%s", text)
	}
}
