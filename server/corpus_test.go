package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"testing"

	samplesheets "tongbao/sample-sheets"
)

// hostileFiles are the files of the folder TONGBAO_CORPUS names, or a few that
// stand for their kinds.
func hostileFiles(t *testing.T) map[string][]byte {
	t.Helper()
	dir := os.Getenv("TONGBAO_CORPUS")
	if dir == "" {
		good := samplesheets.Workbooks("huaian-2020")[0].Data
		return map[string][]byte{
			"空.xlsx": {}, "截断.xlsx": good[:len(good)/2], "网页.xls": []byte("<html><table></table></html>"),
			"旧.xls": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "文.txt": []byte("请按时报送"), "图.png": []byte("\x89PNG\r\n\x1a\n"),
		}
	}
	files := map[string][]byte{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() == "MANIFEST.tsv" || e.IsDir() {
			continue
		}
		if files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// send uploads a file with a page's token and returns the answer.
func (b *browser) send(page, name string, data []byte) (status int, body string) {
	b.t.Helper()
	token := csrfField.FindStringSubmatch(page)
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err == nil && token != nil {
		err = w.WriteField(token[1], token[2])
	}
	if err != nil || token == nil || w.Close() != nil {
		b.t.Fatalf("form of %s: token %v, %v", name, token, err)
	}
	r, err := b.client.Post(b.base+"/upload", w.FormDataContentType(), &form)
	if err != nil {
		b.t.Fatalf("%s: %v", name, err)
	}
	defer r.Body.Close()
	answer, err := io.ReadAll(r.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return r.StatusCode, string(answer)
}

// filesBelow are the files in a folder and its subfolders.
func filesBelow(t *testing.T, dir string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			found = append(found, path)
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return found
}

// TestHostileUploads sends broken, hostile and foreign files to a running
// server: each gets an answer that is not a server error, those that cannot be
// opened leave nothing in the store of files, none leaves anything in the
// temporary folder, and the server goes on.
func TestHostileUploads(t *testing.T) {
	data, temporary := t.TempDir(), t.TempDir()
	base := start(t, []string{"TMPDIR=" + temporary}, "serve", "--addr", "127.0.0.1:0", "--data", data)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, base: base, client: &http.Client{Jar: jar}}
	page := b.get("/upload")
	kept := make(map[string]bool) // the hashes of those that open
	for name, content := range hostileFiles(t) {
		status, answer := b.send(page, name, content)
		if !strings.Contains(answer, "文件不能读入") {
			kept[fmt.Sprintf("%x", sha256.Sum256(content))] = true
		}
		switch {
		case status >= 500, status == http.StatusOK:
			t.Errorf("%s: %d\n%.500s", name, status, answer)
		case status != http.StatusUnprocessableEntity && status != http.StatusRequestEntityTooLarge:
			t.Errorf("%s: %d", name, status)
		}
	}
	if left := filesBelow(t, temporary); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for _, path := range filesBelow(t, filepath.Join(data, "files")) {
		if !kept[filepath.Base(path)] && filepath.Base(path) != ".lock" { // the lock is the folder's own
			t.Errorf("kept, though it cannot be opened: %s", path)
		}
	}
	b.get("/upload")
}

// TestZipOfWorkbooks: each table in a zip is checked and told for itself, by
// command and over HTTP.
func TestZipOfWorkbooks(t *testing.T) {
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	plan := samplesheets.Workbooks("huaian-2020")[0]
	for name, content := range map[string][]byte{plan.Name: plan.Data, "网页.xls": []byte("<html><table></table></html>")} {
		part, err := w.Create(name)
		if err == nil {
			_, err = part.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "报送.zip")
	if err := os.WriteFile(path, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, stderr, code := execute(t, "check", "--json", path)
	if code != 1 {
		t.Errorf("exit %d: %s", code, stderr)
	}
	layouts := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(stdout), "\n") {
		var one struct{ File, Layout string }
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatal(err)
		}
		layouts[one.File] = one.Layout
	}
	if len(layouts) != 2 || layouts[plan.Name] != "project" || layouts["网页.xls"] != "unknown" {
		t.Errorf("%v", layouts)
	}

	base := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir())
	checkZipByAPI(t, base, packed.Bytes(), plan.Name)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, base: base, client: &http.Client{Jar: jar}}
	status, answer := b.send(b.get("/upload"), "报送.zip", packed.Bytes())
	if status != http.StatusUnprocessableEntity || !strings.Contains(answer, plan.Name) || !strings.Contains(answer, "这是网页") {
		t.Errorf("%d\n%.2000s", status, answer)
	}
}

// checkZipByAPI: the API answers for the plan and for the page in the zip.
func checkZipByAPI(t *testing.T, base string, packed []byte, plan string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "报送.zip")
	if err == nil {
		_, err = part.Write(packed)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	r, err := http.Post(base+"/api/v1/submissions", w.FormDataContentType(), &form)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var answer struct {
		Files []struct {
			File, Layout string
			Problem      struct{ Code string }
		}
	}
	if err := json.NewDecoder(r.Body).Decode(&answer); err != nil || r.StatusCode != http.StatusOK || len(answer.Files) != 2 {
		t.Fatalf("%d %v %+v", r.StatusCode, err, answer)
	}
	for _, f := range answer.Files {
		if f.File == plan && f.Layout != "project" || f.File != plan && f.Problem.Code != "invalid" {
			t.Errorf("%+v", f)
		}
	}
}
