package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	samplesheets "tongbao/sample-sheets"
)

// client is another program at the API of a running server.
type client struct {
	t    *testing.T
	base string
}

// call sends a request and reads its answer into out, which may be nil.
func (p *client) call(method, path, kind string, body io.Reader, status int, out any) []byte {
	p.t.Helper()
	r, err := http.NewRequestWithContext(p.t.Context(), method, p.base+path, body)
	if err != nil {
		p.t.Fatal(err)
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	data, err := io.ReadAll(answer.Body)
	if cerr := answer.Body.Close(); err != nil || cerr != nil {
		p.t.Fatal(err, cerr)
	}
	if answer.StatusCode != status {
		p.t.Fatalf("%s %s: %s, want %d\n%.1000s", method, path, answer.Status, status, data)
	}
	if out != nil {
		if err := json.Unmarshal(data, out); err != nil {
			p.t.Fatalf("%s %s: %v\n%.400s", method, path, err, data)
		}
	}
	return data
}

func (p *client) get(path string, out any) []byte {
	p.t.Helper()
	return p.call(http.MethodGet, path, "", nil, http.StatusOK, out)
}

func (p *client) send(method, path, body string, status int, out any) {
	p.t.Helper()
	p.call(method, path, "application/json", strings.NewReader(body), status, out)
}

// check uploads a workbook and returns the id by which it is accepted.
func (p *client) check(w samplesheets.Workbook) string {
	p.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", w.Name)
	if err == nil {
		_, err = part.Write(w.Data)
	}
	for name, value := range map[string]string{"programme": "huaian-2020", "period": w.Period.String()} {
		if err == nil {
			err = form.WriteField(name, value)
		}
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	var answer struct {
		ID      *string
		Stopped string
		Changes []struct{ Project, Field, New string }
	}
	p.call(http.MethodPost, "/api/v1/submissions", form.FormDataContentType(), &body, http.StatusOK, &answer)
	if answer.ID == nil || len(answer.Changes) == 0 {
		p.t.Fatalf("%s: stopped %q, %d changes", w.Name, answer.Stopped, len(answer.Changes))
	}
	return *answer.ID
}

// TestAPIWholeWay goes from an empty folder to an issued bulletin as another
// program does.
func TestAPIWholeWay(t *testing.T) { onEach(t, apiWholeWay) }

func apiWholeWay(t *testing.T, s *system) {
	p := &client{t: t, base: s.served().base}
	for _, w := range samplesheets.Workbooks("huaian-2020") {
		if !w.Period.IsZero() && w.Period.N != 1 {
			continue
		}
		path, fields := "/api/v1/submissions/"+p.check(w)+"/accept", url.Values{
			"name": {w.Name}, "programme": {"huaian-2020"}, "period": {w.Period.String()},
		}.Encode()
		const kind = "application/x-www-form-urlencoded"
		p.call(http.MethodPost, path, kind, strings.NewReader(fields), http.StatusCreated, nil)
		var refusal struct{ Code, Detail string }
		p.call(http.MethodPost, path, kind, strings.NewReader(fields), http.StatusConflict, &refusal)
		if refusal.Code != "conflict" || refusal.Detail == "" {
			t.Errorf("%s twice: %+v", w.Name, refusal)
		}
	}
	var projects, submissions, units []map[string]any
	p.get("/api/v1/programmes/huaian-2020/projects", &projects)
	p.get("/api/v1/submissions?programme=huaian-2020", &submissions)
	p.get("/api/v1/units?programme=huaian-2020", &units)
	if len(projects) != 23 || len(submissions) != 4 || len(units) == 0 {
		t.Errorf("%d projects, %d submissions, %d units", len(projects), len(submissions), len(units))
	}
	var verdicts struct{ Total int }
	p.get("/api/v1/programmes/huaian-2020/verdicts?period=2020Q1", &verdicts)
	if verdicts.Total != 23 {
		t.Errorf("%d projects judged", verdicts.Total)
	}
	var b struct {
		ID    int64
		State string
		Words map[string]string
		PDF   struct{ Size int }
	}
	p.send(http.MethodPost, "/api/v1/bulletins", `{"programme":"huaian-2020","period":"2020Q1"}`, http.StatusOK, &b)
	if b.ID != 1 || b.State != "draft" {
		t.Fatalf("drafted %+v", b)
	}
	p.send(http.MethodPatch, "/api/v1/bulletins/1", `{"words":{"late":"请抓紧。"}}`, http.StatusOK, &b)
	p.send(http.MethodPost, "/api/v1/bulletins/1/issue", `{"date":"2020-04-13"}`, http.StatusOK, &b)
	if b.State != "issued" || b.Words["late"] != "请抓紧。" {
		t.Errorf("issued %+v", b)
	}
	p.send(http.MethodPost, "/api/v1/bulletins/1/issue", `{"date":"2020-04-13"}`, http.StatusUnprocessableEntity, nil)
	if pdf := p.get("/api/v1/bulletins/1.pdf", nil); len(pdf) != b.PDF.Size || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
		t.Errorf("the PDF has %d bytes, %d said", len(pdf), b.PDF.Size)
	}
	if text := string(p.get("/metrics", nil)); !strings.Contains(text, `url="/api/v1/submissions/:id/accept"`) {
		t.Error("the metrics do not count what was accepted")
	}
}
