package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// TestMain lets the test binary be the program itself, so that the commands
// run as processes of their own, as a user runs them.
func TestMain(m *testing.M) {
	if os.Getenv("TONGBAO_AS_PROGRAM") == "1" {
		os.Exit(program(os.Args[1:]))
	}
	code := m.Run()
	if shared.folder != "" {
		if err := os.RemoveAll(shared.folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// shared is the data folder of a demonstration that tests copy.
var shared struct {
	once   sync.Once
	folder string
	failed string
}

// demoFolder is a data folder of the test's own that holds the demonstration.
func demoFolder(t *testing.T) string {
	t.Helper()
	shared.once.Do(func() {
		folder, err := os.MkdirTemp("", "tongbao-demo")
		if err != nil {
			shared.failed = err.Error()
			return
		}
		shared.folder = folder
		cmd := command(t.Context(), "demo", "--data", folder)
		cmd.Env = append(cmd.Env, setDatabase+"=") // whatever database the test is on
		if said, err := cmd.CombinedOutput(); err != nil {
			shared.failed = fmt.Sprintf("demo: %v: %s", err, said)
		}
	})
	if shared.failed != "" {
		t.Fatal(shared.failed)
	}
	data := t.TempDir()
	if err := os.CopyFS(data, os.DirFS(shared.folder)); err != nil {
		t.Fatal(err)
	}
	return data
}

// execute runs one command to its end.
func execute(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := command(t.Context(), args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), "TONGBAO_AS_PROGRAM=1", "FONT_DIR="+filepath.Join("..", "templates", "fonts", "gpl"))
	return cmd
}

func TestDemoChecksExportsAndVerifies(t *testing.T) {
	data := t.TempDir()
	first, stderr, code := execute(t, "demo", "--data", data)
	if code != 0 {
		t.Fatalf("demo: exit %d: %s", code, stderr)
	}
	paths := strings.Fields(first)
	if len(paths) != 45 {
		t.Fatalf("demo printed %d paths, want 15 bulletins as xlsx, PDF and docx", len(paths))
	}
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil || info.Size() < 5000 {
			t.Errorf("%s: %v", p, err)
		}
	}
	again, stderr, code := execute(t, "demo", "--data", data)
	if code != 0 || again != first {
		t.Errorf("the second demo: exit %d %s, same paths: %v", code, stderr, again == first)
	}
	stdout, stderr, code := execute(t, "export", "--data", data, "--programme", "huaian-2020", "--period", "2020Q1", "--json")
	if code != 0 {
		t.Fatalf("export: exit %d: %s", code, stderr)
	}
	var export struct {
		Total  int            `json:"total"`
		Counts map[string]int `json:"counts"`
	}
	if err := json.Unmarshal([]byte(stdout), &export); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, n := range export.Counts {
		sum += n
	}
	if export.Total != 23 || sum != 23 {
		t.Errorf("total %d, classes %d, want 23", export.Total, sum)
	}
	if stdout, stderr, code = execute(t, "verify", "--data", data); code != 0 {
		t.Errorf("verify: exit %d: %s%s", code, stdout, stderr)
	}
	blobs, err := filepath.Glob(filepath.Join(data, "files", "*", "*"))
	if err != nil || len(blobs) == 0 {
		t.Fatalf("no kept files: %v", err)
	}
}

func TestCommandsThatRefuse(t *testing.T) {
	data := t.TempDir()
	html := filepath.Join(t.TempDir(), "表.xls")
	if err := os.WriteFile(html, []byte("<html><table><tr><td>1</td></tr></table></html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string
	}{
		{"a file that is no workbook", []string{"check", html}, 1, "网页"},
		{"the same on import", []string{"import", html, "--programme", "p", "--data", data}, 1, "网页"},
		{"no such file", []string{"check", "nowhere.xlsx"}, 1, "没有文件"},
		{"no file", []string{"check"}, 2, "请给出"},
		{"an unknown flag", []string{"check", "--colour"}, 2, "用法不对"},
		{"an unknown command", []string{"fly"}, 2, "fly"},
		{"not offered yet", []string{"user", "add"}, 2, "尚未提供"},
		{"an unknown programme", []string{"export", "--programme", "p", "--period", "2020Q1", "--data", data}, 1, "p"},
		{"a period that is none", []string{"export", "--programme", "p", "--period", "2020Q7", "--data", data}, 2, "2020Q7"},
		{"an address others reach", []string{"serve", "--addr", "0.0.0.0:0", "--data", data}, 1, "账号"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			stdout, stderr, code := execute(t, tt.args...)
			if code != tt.code || !strings.Contains(stdout+stderr, tt.says) {
				t.Errorf("exit %d, want %d; said %s%s", code, tt.code, stdout, stderr)
			}
		})
	}
}

// postbox is an SMTP server that keeps what it is given.
type postbox struct {
	mu   sync.Mutex
	got  map[string][]byte // by recipient
	need int
	full chan struct{}
}

func (p *postbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &postSession{box: p}, nil }

type postSession struct {
	box *postbox
	to  string
}

func (s *postSession) Mail(string, *smtp.MailOptions) error      { return nil }
func (s *postSession) Rcpt(to string, _ *smtp.RcptOptions) error { s.to = to; return nil }
func (s *postSession) Reset()                                    {}
func (s *postSession) Logout() error                             { return nil }
func (s *postSession) Data(r io.Reader) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	s.box.got[s.to] = data
	if len(s.box.got) == s.box.need {
		close(s.box.full)
	}
	return nil
}

// browser is one officer at the pages of a running server.
type browser struct {
	t      *testing.T
	base   string
	client *http.Client
	at     string // the path of the page last shown
	want   int    // the status that the next answer has, 0 for 200
}

var csrfField = regexp.MustCompile(`name="(_?csrf[^"]*)" value="([^"]+)"`)

func (b *browser) get(path string) string {
	b.t.Helper()
	r, err := b.client.Get(b.base + path)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.read(r, path)
}

func (b *browser) read(r *http.Response, path string) string {
	b.t.Helper()
	body, err := io.ReadAll(r.Body)
	if cerr := r.Body.Close(); err != nil || cerr != nil {
		b.t.Fatal(err, cerr)
	}
	if r.StatusCode != cmp.Or(b.want, http.StatusOK) {
		b.t.Fatalf("%s: %s\n%.4000s", path, r.Status, body)
	}
	b.want = 0
	b.at = r.Request.URL.Path
	return string(body)
}

// post sends a form as the page that shows it would, with the page's token.
func (b *browser) post(page, path string, form url.Values) string {
	b.t.Helper()
	return b.ask(b.form(page, path, form))
}

// upload sends a file with the page's token.
func (b *browser) upload(page, path, name string, data []byte, fields map[string]string) string {
	b.t.Helper()
	return b.ask(b.file(page, path, name, data, fields))
}

func (b *browser) ask(request *http.Request) string {
	b.t.Helper()
	r, err := b.client.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.read(r, request.URL.Path)
}

// form is the request that a page's form makes, with the page's token.
func (b *browser) form(page, path string, form url.Values) *http.Request {
	b.t.Helper()
	m := csrfField.FindStringSubmatch(page)
	if m == nil {
		b.t.Fatalf("no token on the page before %s", path)
	}
	form.Set(m[1], m[2])
	return b.request(path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

// file is the request of a page's form that sends a file.
func (b *browser) file(page, path, name string, data []byte, fields map[string]string) *http.Request {
	b.t.Helper()
	m := csrfField.FindStringSubmatch(page)
	if m == nil {
		b.t.Fatalf("no token on the page before %s", path)
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	fields[m[1]] = m[2]
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			b.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		b.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	return b.request(path, w.FormDataContentType(), &body)
}

func (b *browser) request(path, kind string, body io.Reader) *http.Request {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.base+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	return r
}

// running is the real program as a server.
type running struct {
	base    string // where it listens
	cmd     *exec.Cmd
	drained chan struct{} // closed when it has written its last line
}

// start boots the real program as a server, which is stopped at the test's end,
// and returns where it listens.
func start(t *testing.T, env []string, args ...string) string {
	t.Helper()
	server := launch(t, env, args...)
	t.Cleanup(func() {
		if err := server.cmd.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		<-server.drained
		if err := server.cmd.Wait(); err != nil {
			t.Errorf("the server did not stop well: %v", err)
		}
	})
	return server.base
}

// launch boots the real program as a server.
func launch(t *testing.T, env []string, args ...string) running {
	t.Helper()
	cmd := command(context.WithoutCancel(t.Context()), args...) // it is stopped as a user stops it
	cmd.Env = append(cmd.Env, env...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	var base string
	for base == "" && lines.Scan() {
		base = address.FindString(lines.Text())
	}
	if base == "" {
		t.Fatal("the server did not say where it listens")
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		for lines.Scan() { //nolint:revive // the log is read away so that the server never waits for it
		}
	}()
	return running{base, cmd, drained}
}

func TestOneOfficersWholeWay(t *testing.T) { onEach(t, oneOfficersWholeWay) }

func oneOfficersWholeWay(t *testing.T, s *system) {
	box := &postbox{got: map[string][]byte{}, full: make(chan struct{})}
	for _, s := range samples() {
		if s.Programme.Key == "huaian-2020" {
			box.need = len(s.Programme.Recipients)
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(box)
	go server.Serve(listener)
	t.Cleanup(func() { _ = server.Close() })

	officersWay(t, s.served("SMTP_URL=smtp://"+listener.Addr().String()+"?tls=none", "MAIL_FROM=office@example.com"), box)
	works(t, "verify", "--data", s.data)
}

// officersWay takes 淮安's first quarter from the workbooks to the recipients.
func officersWay(t *testing.T, b *browser, box *postbox) {
	t.Helper()
	if page := b.get("/"); !strings.Contains(page, "载入") {
		t.Error("an empty ledger does not offer the samples")
	}
	for _, s := range samples() {
		if s.Programme.Key != "huaian-2020" {
			continue
		}
		for _, f := range s.Files {
			if !f.Period.IsZero() && f.Period.N != 1 {
				continue
			}
			fields := map[string]string{"programme": "+", "newkey": "huaian-2020", "period": f.Period.String(), "unit": ""}
			preview := b.upload(b.get("/upload"), "/upload", f.Name, f.Data, fields)
			hash := regexp.MustCompile(`name="sha256" value="([0-9a-f]{64})"`).FindStringSubmatch(preview)
			if hash == nil {
				t.Fatalf("%s is not offered for acceptance:\n%s", f.Name, preview)
			}
			b.post(preview, "/upload/accept", url.Values{
				"sha256": {hash[1]}, "name": {f.Name}, "programme": {"huaian-2020"}, "period": {f.Period.String()}, "unit": {""},
			})
		}
	}
	draft := b.post(b.get("/p/huaian-2020/bulletins"), "/p/huaian-2020/bulletins", url.Values{"period": {"2020Q1"}, "edition": {"internal"}})
	if !strings.Contains(draft, "督查通报") && !strings.Contains(draft, "总体进展") {
		t.Errorf("the draft does not show its text:\n%.3000s", draft)
	}
	bulletin := b.at
	page := b.get(bulletin + "/issue")
	form := formOn(t, page, bulletin+"/issue")
	form.Set("date", "2020-04-13")
	form.Set("confirm", "yes")
	b.post(page, bulletin+"/issue", form) // with its mails, as the page offers it
	pdf, xlsx := b.get(bulletin+"/pdf"), b.get(bulletin+"/xlsx")
	if !strings.HasPrefix(pdf, "%PDF-") || !strings.HasPrefix(xlsx, "PK") {
		t.Fatal("the issued files are not a PDF and a workbook")
	}
	select {
	case <-box.full:
	case <-t.Context().Done():
		t.Fatalf("%d of %d recipients got the bulletin", len(box.got), box.need)
	}
	for to, message := range box.got {
		got := attachments(t, message)
		if len(got) != 2 || got[0] != pdf || got[1] != xlsx {
			t.Errorf("%s got %d attachments, not the two issued files", to, len(got))
		}
	}
}

// attachments are the decoded attachments of a message, in order.
func attachments(t *testing.T, message []byte) []string {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(message))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(part.Header.Get("Content-Disposition"), "attachment") {
			continue
		}
		data, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(data))
	}
}
