package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// answer is what the handler says to a request, as text.
func answer(t *testing.T, r *http.Request, status int) string {
	t.Helper()
	h, _ := serve(t, newFake(), nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != status {
		t.Fatalf("status %d, want %d: %.300s", w.Code, status, w.Body)
	}
	return body(t, w.Body)
}

func wants(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(page, p) {
			t.Errorf("lacks %s", p)
		}
	}
}

// TestSheetBesideFindings: what is wrong and the clerk's own table lead to each
// other, and the table is as in the file.
func TestSheetBesideFindings(t *testing.T) {
	page := answer(t, upload(t, "/upload", map[string]string{badFile: "PK"}, nil), 422)
	wants(t, page,
		`href="#f0-s1-F8" data-find`, `<td id="f0-s1-F8" tabindex="-1" class="is-error">`,
		`href="#f0-p1" data-back aria-label="错误，F8，回到问题">错误</a>&lt;F8&gt;</td>`, `id="f0-p1" tabindex="-1"`,
		`<td id="f0-s1-G7" tabindex="-1" class="is-warning">`, `<td colspan="8">&lt;A1&gt;</td>`,
		`<tr class="is-hidden"><th scope="row">5<small>隐藏</small></th>`, `<th scope="col" class="is-hidden">C<small>隐藏</small></th>`,
		`<a href="#f0-s2">旧表（隐藏）</a>`)
	for _, link := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(page, `id="`+link[1]+`"`) {
			t.Errorf("leads nowhere: #%s", link[1])
		}
	}
	if strings.Contains(page, " style=") || strings.Contains(page, "<style") {
		t.Error("a style that the policy forbids")
	}
}

// TestLongSheet: of a long table the page shows some, the rest on demand.
func TestLongSheet(t *testing.T) {
	page := answer(t, upload(t, "/upload", map[string]string{longFile: "PK"}, nil), 422)
	if n := strings.Count(page, "<td"); n > onPage+200 || n < onPage/2 {
		t.Errorf("%d cells on the page", n)
	}
	wants(t, page, "显示第", "另有149处同类问题没有列出")
	m := regexp.MustCompile(`href="(/upload/sheet[^"]*row=[^"#]*)#(f0-s1-F\d+)"`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("no link to a row that is left out")
	}
	rows := answer(t, httptest.NewRequest(http.MethodGet, strings.ReplaceAll(m[1], "&amp;", "&"), nil), 200)
	wants(t, rows, `id="`+m[2]+`"`, "显示第", `href="#`+m[2]+`"`)
	if n := strings.Count(rows, "<td"); n > 1000 {
		t.Errorf("%d cells around one row", n)
	}

	more := regexp.MustCompile(`href="(/upload/sheet[^"#]*from=[^"#]*)#`).FindStringSubmatch(page)
	rows = answer(t, httptest.NewRequest(http.MethodGet, strings.ReplaceAll(more[1], "&amp;", "&"), nil), 200)
	wants(t, rows, "<tbody><tr")
}

func TestSheetOfNoFile(t *testing.T) {
	for _, q := range []url.Values{
		{},
		{"sha256": {"../../etc/passwd"}, "sheet": {"1"}},
		{"sha256": {strings.Repeat("0", 64)}, "sheet": {"1"}},
		{"sha256": {hash}},
		{"sha256": {hash}, "sheet": {"9"}},
		{"sha256": {hash}, "sheet": {"-1"}},
	} {
		answer(t, httptest.NewRequest(http.MethodGet, "/upload/sheet?"+q.Encode(), nil), 404)
	}
}
