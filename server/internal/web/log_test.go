package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestLogIsNarrowedBeforeItIsRead(t *testing.T) {
	f := &fake{}
	h, _ := serve(t, f, nil)
	want := app.AuditFilter{
		Action: "issue", Result: app.Failure, Words: "通报#1", Limit: maxLog,
		From: ledger.Date{Year: 2020, Month: 4, Day: 1}, To: ledger.Date{Year: 2020, Month: 6, Day: 30},
	}
	for _, address := range []string{"/log", "/log.xlsx"} {
		w := httptest.NewRecorder()
		query := "?action=issue&result=failed&q=+%E9%80%9A%E6%8A%A5%231+&from=2020-04-01&to=2020-06-30"
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address+query, nil))
		if w.Code != http.StatusOK || f.logAsked != want {
			t.Errorf("%s: %d, asked for %+v", address, w.Code, f.logAsked)
		}
		if address == "/log" && strings.Count(w.Body.String(), `value="2020-0`) != 2 {
			t.Error("the days are not in the form any more")
		}
		want.Limit = maxLogExport
	}
}

func TestHashesAreShownShort(t *testing.T) {
	other := strings.Repeat("f", 64)
	parts := hashParts("PDF " + hash + "，封存 " + other)
	want := []textPart{{Text: "PDF "}, {Hash: hash}, {Text: "，封存 "}, {Hash: other}, {}}
	if !slices.Equal(parts, want) {
		t.Errorf("parts are %q", parts)
	}
}
