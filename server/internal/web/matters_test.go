package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestMattersAreListedAndNarrowed(t *testing.T) {
	f := newFake()
	h, _ := serve(t, f, nil)
	w := get(h, "/p/huaian-2020/matters?state=handling&unit=%E5%B8%82%E4%BD%8F%E5%BB%BA%E5%B1%80&supervised=1&overdue=1&q=+%E8%B7%AF%E7%81%AF")
	want := app.MatterFilter{State: ledger.MatterHandling, Unit: "市住建局", Supervised: true, Overdue: true, Query: "路灯"}
	if w.Code != http.StatusOK || f.filter != want {
		t.Errorf("%d, filter %+v", w.Code, f.filter)
	}
	page := w.Body.String()
	for _, says := range []string{
		"路灯不亮&lt;b&gt;", "重点督办", "逾期", "2020-03-04", "50%", "共2件，列出1件", `href="/p/huaian-2020/matters/A%2F1"`,
		`/matters.xlsx?state=handling&amp;unit=`,
	} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %s", says)
		}
	}
	f.noMatters = true
	if empty := get(h, "/p/huaian-2020/matters").Body.String(); !strings.Contains(empty, "上传民声事项清单") {
		t.Error("an empty list does not say the next step")
	}
	if w := get(h, "/p/nowhere/matters"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown programme: %d", w.Code)
	}
}

func TestMattersAreExported(t *testing.T) {
	f := newFake()
	h, _ := serve(t, f, nil)
	w := get(h, "/p/huaian-2020/matters.xlsx?state=closed")
	if w.Code != http.StatusOK || w.Body.String() != "list" || f.filter.State != ledger.MatterClosed ||
		!strings.HasPrefix(w.Header().Get("Content-Disposition"), `attachment; filename="matters.xlsx"`) {
		t.Errorf("%d %s %s", w.Code, w.Body, w.Header())
	}
}

func TestAMatterIsLinkedToAProject(t *testing.T) {
	f := newFake()
	h, _ := serve(t, f, nil)
	page := get(h, "/p/huaian-2020/matters/A%2F1")
	if text := page.Body.String(); page.Code != http.StatusOK || !strings.Contains(text, "民声.xlsx!清单!A3") || !strings.Contains(text, "2个版本") || !strings.Contains(text, "正在办理") {
		t.Fatalf("%d %s", page.Code, text)
	}
	if w := get(h, "/p/huaian-2020/matters/9"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown matter: %d", w.Code)
	}
	_, rest, _ := strings.Cut(page.Body.String(), `name="csrf" value="`)
	token, _, _ := strings.Cut(rest, `"`)
	post := func(token, project string) *httptest.ResponseRecorder {
		form := url.Values{csrfField: {token}, "project": {project}}
		r := httptest.NewRequest(http.MethodPost, "/p/huaian-2020/matters/A%2F1/project", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://example.com")
		for _, c := range page.Result().Cookies() {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	if w := post("forged", "1③"); w.Code != http.StatusForbidden && w.Code != http.StatusBadRequest || f.linked != "" {
		t.Errorf("a forged form: %d, %q", w.Code, f.linked)
	}
	if w := post(token, "1③"); w.Code != http.StatusSeeOther || f.linked != "A/1 → 1③" || w.Header().Get("Location") != "/p/huaian-2020/matters/A%2F1?done=linked" {
		t.Errorf("%d %q %s", w.Code, f.linked, w.Header().Get("Location"))
	}
	if w := post(token, ""); w.Code != http.StatusSeeOther || f.linked != "A/1 → " {
		t.Errorf("%d %q", w.Code, f.linked)
	}
	if w := post(token, "77"); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "没有序号为“77”的项目") {
		t.Errorf("%d", w.Code)
	}
}

func TestMattersByAPI(t *testing.T) {
	h, _ := serve(t, newFake(), nil)
	list := get(h, "/api/v1/programmes/huaian-2020/matters").Body.String()
	for _, says := range []string{`"settledRate":"50.000000"`, `"handling":1`, `"returned":0`, `"due":"2020-03-04"`, `"overdue":true`, `"project":null`, `"from":"民声.xlsx!清单!A3"`} {
		if !strings.Contains(list, says) {
			t.Errorf("no %s in %s", says, list)
		}
	}
	one := get(h, "/api/v1/programmes/huaian-2020/matters/A%2F1").Body.String()
	if strings.Count(one, `"no":"A/1"`) != 2 || !strings.Contains(one, `"current":true`) {
		t.Errorf("%s", one)
	}
	if w := get(h, "/api/v1/programmes/huaian-2020/matters/9"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown matter: %d", w.Code)
	}
}
