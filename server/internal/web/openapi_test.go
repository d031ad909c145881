package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// TestDescriptionNamesEveryRoute compares openapi.json with the router: the
// description neither hides nor invents an address.
func TestDescriptionNamesEveryRoute(t *testing.T) {
	h, _ := serve(t, newFake(), nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/openapi.json", nil))
	var doc struct {
		Servers []struct{ URL string }
		Paths   map[string]map[string]any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || len(doc.Servers) != 1 {
		t.Fatalf("description: %v, servers %v", err, doc.Servers)
	}
	// A bulletin's files are routed as its id with an ending.
	placeholder := regexp.MustCompile(`\{(\w+)\}(\.pdf|\.docx|\.xlsx)?`)
	described := map[string]bool{}
	for path, methods := range doc.Paths {
		for method := range methods {
			described[strings.ToUpper(method)+" "+doc.Servers[0].URL+placeholder.ReplaceAllString(path, ":$1")] = true
		}
	}
	routed := map[string]bool{}
	for _, r := range h.(*echo.Echo).Routes() {
		if strings.HasPrefix(r.Path, "/api/") && r.Method != echo.RouteNotFound {
			routed[r.Method+" "+r.Path] = true
		}
	}
	if got, want := sorted(described), sorted(routed); !slices.Equal(got, want) {
		t.Errorf("described %q\nrouted %q", got, want)
	}
	for _, ref := range regexp.MustCompile(`"#/components/schemas/(\w+)"`).FindAllStringSubmatch(w.Body.String(), -1) {
		if !strings.Contains(w.Body.String(), `"`+ref[1]+`": {`) {
			t.Errorf("no schema %s", ref[1])
		}
	}
}

func sorted(set map[string]bool) []string {
	var list []string
	for s := range set {
		list = append(list, s)
	}
	slices.Sort(list)
	return list
}
