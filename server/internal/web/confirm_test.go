package web

import (
	"html"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// confirm is the form that answers for the figures in proseFile's words.
func confirm(change func(url.Values)) url.Values {
	form := url.Values{
		"sha256": {hash}, "name": {proseFile}, "programme": {"huaian-2020"}, "period": {"2020Q1"}, "unit": {""}, "confirmed": {""},
		"asked": {"0"}, "cell.0": {"一季度!F8"}, "take.0": {"yes"},
		"what.0": {"start", "finish"}, "value.0": {"1,013", ""}, "measure.0": {"个", "个"},
	}
	if change != nil {
		change(form)
	}
	return form
}

// TestFiguresInWordsAreConfirmed: what is offered on the page is taken only as a
// person says, and goes with the file into the ledger.
func TestFiguresInWordsAreConfirmed(t *testing.T) {
	page := answer(t, upload(t, "/upload", map[string]string{proseFile: "PK"}, nil), 422)
	wants(t, page, `action="/upload/confirm"`, "“已开工12个，其中完工5个”里的数字", `name="value.0" value="12"`, `name="what.0" value="finish"`,
		`value="no" checked`, "不能入库：有1处错误")

	page = answer(t, post("/upload/confirm", confirm(nil)), 200)
	wants(t, page, `value="yes" checked`, `name="value.0" value="1013"`)
	confirmed := regexp.MustCompile(`name="confirmed" value="([^"]+)"`).FindStringSubmatch(page)
	if confirmed == nil {
		t.Fatal("what was confirmed does not go on")
	}
	f := newFake()
	h, _ := serve(t, f, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, post("/upload/accept", url.Values{"sha256": {hash}, "name": {proseFile}, "confirmed": {html.UnescapeString(confirmed[1])}}))
	if w.Code != 303 || len(f.confirmed) != 1 || f.confirmed[0].Cell != "F8" || f.confirmed[0].Sheet != "一季度" ||
		len(f.confirmed[0].Figures) != 1 || f.confirmed[0].Figures[0].String() != "开工数1013" {
		t.Errorf("status %d, accepted with %+v", w.Code, f.confirmed)
	}
}

func TestFiguresInWordsThatAreNotTaken(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(url.Values)
		status int
		has    string
	}{
		{"not taken", func(v url.Values) { v.Set("take.0", "no") }, 422, `value="no" checked`},
		{"nothing chosen", func(v url.Values) { v.Del("take.0") }, 422, `value="no" checked`},
		{"no number", func(v url.Values) { v["value.0"] = []string{"十来个", "5"} }, 400, `value="十来个"`},
		{"words beside the field", func(v url.Values) { v["value.0"] = []string{"十来个", "5"} }, 400, "“十来个”不是数字"},
		{"negative", func(v url.Values) { v["value.0"] = []string{"-1", ""} }, 400, "“-1”不能采用"},
		{"endless", func(v url.Values) { v["value.0"] = []string{"1e999999", ""} }, 400, `value="1e999999"`},
		{"no value", func(v url.Values) { v["value.0"] = []string{"", ""} }, 400, "没有填数值"},
		{"of no column", func(v url.Values) { v["what.0"] = []string{"x", "y"} }, 400, "不能采用"},
		{"of no file", func(v url.Values) { v.Set("asked", "3") }, 400, "没有指明"},
		{"broken", func(v url.Values) { v.Set("confirmed", "[{"); v.Set("asked", "0"); v.Del("cell.0") }, 422, "不能入库"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wants(t, answer(t, post("/upload/confirm", confirm(tt.change)), tt.status), tt.has)
		})
	}
	page := answer(t, post("/upload/accept", url.Values{"sha256": {hash}, "name": {"a.xlsx"}, "confirmed": {"[{"}}), 400)
	if !strings.Contains(page, "没有完整收到") {
		t.Error("a broken confirmation passes")
	}
}
