package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestTemplatesAreDownloads(t *testing.T) {
	h, _ := serve(t, newFake(), nil)
	for _, tt := range []struct{ path, body, name string }{
		{"/p/huaian-2020/templates?period=2020Q1&unit=%E5%B8%82%E4%BD%8F%E5%BB%BA%E5%B1%80", "form", "template.xlsx"},
		{"/p/huaian-2020/templates?period=2020q1", "forms", "templates.zip"},
		{"/bulletins/1/exchange", "pack", `bulletin-1.zip"; filename*=UTF-8''%E9%80%9A%E6%8A%A5%EF%BC%88%E7%AC%AC1%E6%9C%9F`},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, tt.path, nil))
		if w.Code != http.StatusOK || w.Body.String() != tt.body || !strings.Contains(w.Header().Get("Content-Disposition"), `attachment; filename="`+tt.name) {
			t.Errorf("%s: %d %q %s", tt.path, w.Code, w.Body.String(), w.Header().Get("Content-Disposition"))
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/p/huaian-2020/templates?period=soon", nil))
	if w.Code != http.StatusUnprocessableEntity && w.Code != http.StatusBadRequest {
		t.Errorf("a period that is none: %d", w.Code)
	}
}

func TestAMarkedWorkbookIsGivenBack(t *testing.T) {
	h, _ := serve(t, newFake(), nil)
	page := httptest.NewRecorder()
	h.ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/upload", nil))
	_, rest, _ := strings.Cut(page.Body.String(), `name="csrf" value="`)
	token, _, _ := strings.Cut(rest, `"`)
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	if err := m.WriteField(csrfField, token); err != nil {
		t.Fatal(err)
	}
	part, err := m.CreateFormFile("file", "表.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte("PK")); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/upload/returned", &form)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Origin", "http://example.com")
	for _, c := range page.Result().Cookies() {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK || w.Body.String() != "marked" {
		t.Errorf("%d %.200s", w.Code, w.Body.String())
	}
}

func TestAKeptWorkbookIsGivenBackMarked(t *testing.T) {
	page := answer(t, upload(t, "/upload", map[string]string{proseFile: "PK"}, nil), 422)
	wants(t, page, `action="/upload/returned"`, "下载批注表")
	form := url.Values{"sha256": {hash}, "name": {"表.xlsx"}}
	if got := answer(t, post("/upload/returned", form), 200); got != "marked "+hash[:4] {
		t.Errorf("%.200s", got)
	}
	form.Set("sha256", "../../x")
	answer(t, post("/upload/returned", form), 400)
}
